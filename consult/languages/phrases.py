"""The sentences of texts, by key. The core names a key and its values; here are its words.

Each is one whole sentence or a few that always go together. Texts never carry a topic, the name
of an office, a person's words or a link.
"""

from collections.abc import Mapping

from consult.common.errors import mark

PHRASES: Mapping[str, str] = {
    # TRANSLATORS: The first text. Free to refuse; others can see texts on a shared phone.
    "who_asks": mark(
        "People of this place ask: how is life here? They read it first, not the UN. It brings no"
        " goods. It costs 1 SMS. Others can see SMS. To speak: 1. No: 2"
    ),
    # TRANSLATORS: place is a health post or the like, number a public hotline.
    "danger": mark(
        "Nobody watches this number. If you are in danger now, do not wait for us: go to %(place)s"
        " or call %(number)s."
    ),
    # TRANSLATORS: Where no place and hotline are known.
    "danger_plain": mark("Nobody watches this number. If you are in danger now, do not wait for us."),
    # TRANSLATORS: The receipt by text. No topic, no office. MENU and STOP stay as they are.
    "receipt": mark(
        "Your words arrived. News by %(date)s, here and at %(meeting)s. You may erase this text."
        " MENU = more, STOP = no more texts."
    ),
    # TRANSLATORS: themes is a list of numbers such as 3, 7. WRONG stays as it is.
    "where_words_are": mark("Your words are on %(themes)s. Wrong? Send WRONG %(theme)s and say it again."),
    # TRANSLATORS: A verdict. The person sends back the number of the theme followed by one digit.
    "verdict": mark(
        "No %(theme)s. Is this an answer to what you said? %(theme)s3 no, %(theme)s2 partly,"
        " %(theme)s1 yes, %(theme)s4 cannot say, %(theme)s5 not what we said."
    ),
    # TRANSLATORS: STOP is the whole phone's. ERASE stays as it is.
    "stop": mark(
        "No more texts will come to this phone, for anyone who uses it. Your words stay. To remove"
        " your words send ERASE."
    ),
}
