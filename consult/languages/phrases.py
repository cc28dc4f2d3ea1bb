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
    # TRANSLATORS: After the day of a promise: did what was promised on this number happen? No topic.
    "happened": mark(
        "No %(theme)s. The day of the promise has passed. Did it happen? %(theme)s8 no, %(theme)s7 partly,"
        " %(theme)s6 yes, %(theme)s9 cannot say."
    ),
    # TRANSLATORS: As "happened", where several people use the phone. Person 1 sends 1, a space and one
    # of the numbers that stand after the colon; 1 38 is an example of the whole text.
    "happened_for": mark(
        "Person %(person)s, No %(theme)s. The day of the promise has passed. Did it happen? Send %(person)s"
        " and a number, as in %(person)s %(theme)s8: %(theme)s8 no, %(theme)s7 partly, %(theme)s6 yes,"
        " %(theme)s9 cannot say."
    ),
    # TRANSLATORS: STOP is the whole phone's. ERASE stays as it is.
    "stop": mark(
        "No more texts will come to this phone, for anyone who uses it. Your words stay. To remove"
        " your words send ERASE."
    ),
    # The conversation by text. Each fits into one plain text in English, as far as it can.
    # A prompt, as the representatives wrote it.
    "prompt": "%(text)s",
    # TRANSLATORS: word is what to send to join, in capitals.
    "how_to_join": mark("We cannot tell what this text belongs to. To speak with us, send: %(word)s"),
    # TRANSLATORS: The same, where several places are asked now: each has a word of its own.
    "ask_for_the_word": mark(
        "We cannot tell what this text belongs to. Ask the people of your place which word to send."
    ),
    # TRANSLATORS: A picture or a voice message came. Friendly, no blame. Said once to a phone.
    "words_only": mark("We cannot open pictures or sound here. Please write it in words. MENU = more."),
    # TRANSLATORS: More than ten texts in an hour that we had not asked for.
    "folded": mark("Many texts came from this phone. We keep all words, and do not reply to each text."),
    # TRANSLATORS: Nothing is open, or we cannot tell what is meant. Tells nothing about what we ask.
    "not_now": mark("Nothing is asked here now. Please ask the people of your place when it begins."),
    # TRANSLATORS: To somebody who wrote, after others took over to answer. meeting is a place or a meeting.
    "ask_there_who": mark(
        "Nobody takes words here any more, and nothing was kept. Ask at %(meeting)s who answers now."
    ),
    "ask_who": mark(
        "Nobody takes words here any more, and nothing was kept."
        " Ask the people of your place who answers now."
    ),
    # TRANSLATORS: The question again, after words came before the choice.
    "choice": mark(
        "We keep no words before you choose. To speak: 1. No: 2. It costs 1 SMS. Others can see SMS."
    ),
    # TRANSLATORS: Somebody joins on a phone from which somebody spoke before.
    "who_writes": mark(
        "Somebody spoke from this phone before. 1: I spoke before. 2: I am someone new on this phone."
    ),
    # TRANSLATORS: people is a list of their numbers on this phone, such as 1, 3.
    "which": mark("Several people use this phone. Who writes? Send your number: %(people)s."),
    # TRANSLATORS: Said to a second person on a phone. STOP and ERASE are the words people send.
    "your_number": mark(
        "You are person %(person)s on this phone. STOP %(person)s and ERASE %(person)s are for you alone."
    ),
    "no_such_person": mark("There is no person %(person)s on this phone."),
    "phone_full": mark(
        "Nine people spoke from this phone, so no more can join with it. Please use another phone."
    ),
    # TRANSLATORS: After the choice not to speak.
    "refused": mark("Thank you. Nothing was kept."),
    # TRANSLATORS: Somebody who had answered everything comes back.
    "all_here": mark("Your words are here. You may add more: just write. MENU = more."),
    # TRANSLATORS: The receipt for who wants no texts: news come at the meeting alone.
    "receipt_meeting": mark(
        "Your words arrived. News by %(date)s at %(meeting)s. You may erase this text."
        " MENU = more, STOP = no more texts."
    ),
    # TRANSLATORS: The receipt where no date or meeting is known.
    "receipt_plain": mark("Your words arrived. You may erase this text. MENU = more, STOP = no more texts."),
    # TRANSLATORS: Asked once, after the receipt: do the representatives speak for you? They never see
    # who said what. The digits stay as they are.
    "speaks_ask": mark(
        "Do those who ask here speak for you? 3 no, 2 partly, 1 yes, 4 cannot say."
        " They see only numbers of many people."
    ),
    "speaks_kept": mark("Thank you. It is counted together with many others. MENU = more."),
    # TRANSLATORS: More words after the last prompt.
    "added": mark("These words arrived too. MENU = more."),
    # TRANSLATORS: Words that came after the round had closed.
    "later": mark(
        "Your words arrived after this time of asking. They are kept for the next one. MENU = more."
    ),
    # TRANSLATORS: The menu; the person answers with one digit. A knock says only that there is news.
    "menu": mark(
        "1 whole answers on this phone. 2 only a knock: news at the meeting. 3 no texts for me."
        " 4 where are my words? 5 erase my words. 6 another language."
    ),
    # TRANSLATORS: One more line of the menu: abuse by staff, violence, a threat.
    "menu_private": mark("7 abuse or danger, for one person of trust only."),
    # TRANSLATORS: One more line of the menu. "We" are those who run this now; others may answer later.
    "menu_pass_on": mark("8 may others who answer after us have your number?"),
    # TRANSLATORS: Asked after 8. No means nothing is lost: news at the meeting, or with the receipt number.
    "pass_on": mark(
        "If others answer here after us, may they have this number? 1 yes, 2 no. No: you hear at the meeting."
    ),
    "pass_on_yes": mark(
        "They may have this number, for the answers to you alone. To change it send MENU, then 8."
    ),
    "pass_on_no": mark("Nobody else gets this number. To change it send MENU, then 8."),
    # TRANSLATORS: The next text goes to the protection officer. Neutral: others may hold this phone.
    "private_ask": mark(
        "Write it in your next text. Only one person of trust opens it, perhaps days later."
        " The phone company can see SMS. To leave this send MENU."
    ),
    # TRANSLATORS: The same where nobody is protection officer now.
    "private_wait": mark(
        "Nobody has this task now. Your next text is locked away and waits until somebody has."
        " The phone company can see SMS. To leave this send MENU."
    ),
    "private_again": mark("Your next text is for one person of trust. To leave this send MENU."),
    # TRANSLATORS: After it came. Says nothing of what it is about. 7 is the line of the menu.
    "private_told": mark(
        "It is locked away. To add more send MENU, then 7. You may erase these texts from this phone."
    ),
    # TRANSLATORS: languages is a list such as 1 English, 2 Français, each in its own name.
    "which_language": mark("Which language? Send its number: %(languages)s"),
    # TRANSLATORS: Said in the language that was chosen.
    "language_chosen": mark("From now on texts to you come in this language. MENU = more."),
    # TRANSLATORS: Keywords stay as people send them. 7 stands for a person's number on a shared phone.
    "menu_words": mark(
        "STOP: no more texts to this phone, for anyone. STOP 7: to person 7 alone. Words stay."
        " START: texts again. ERASE: removes your words."
    ),
    # TRANSLATORS: person is an example of a number.
    "menu_which": mark(
        "Several people use this phone. For yourself send MENU and your number, for example MENU %(person)s."
    ),
    "danger_place": mark(
        "Nobody watches this number. If you are in danger now, do not wait for us: go to %(where)s."
    ),
    "danger_number": mark(
        "Nobody watches this number. If you are in danger now, do not wait for us: call %(where)s."
    ),
    "chosen_whole": mark(
        "Whole answers will come to this phone. Others who use it can see them. MENU = more."
    ),
    "chosen_knock": mark(
        "Only a knock will come to this phone: that there is news at the meeting. MENU = more."
    ),
    "chosen_nothing": mark(
        "No news will come to you on this phone. You will hear at the meeting. MENU = more."
    ),
    "words_not_read_yet": mark("Your words arrived. They are not read yet."),
    # TRANSLATORS: The words are on no theme.
    "words_read": mark("Your words were read. They stand on no number."),
    # TRANSLATORS: After WRONG and a number.
    "say_again": mark("Thank you. Please write it again in your own words. We read it anew."),
    "nothing_here": mark("There are no words from this phone."),
    # TRANSLATORS: STOP and a person's number. Keywords stay as people send them.
    "stopped_one": mark(
        "No more texts to person %(person)s on this phone. The words stay."
        " ERASE %(person)s removes them. START %(person)s: texts again."
    ),
    "started": mark("Texts come to this phone again. MENU = more."),
    "started_one": mark("Texts come to person %(person)s on this phone again. MENU = more."),
    # TRANSLATORS: Asked before words are removed.
    "erase_sure": mark(
        "This removes your words and your number. It cannot be undone. Remove them: 1. Keep them: 2"
    ),
    # TRANSLATORS: person is an example of a number.
    "erase_which": mark(
        "Several people use this phone. To remove your own words send ERASE and your number,"
        " for example ERASE %(person)s."
    ),
    "removed": mark("Your words and your number are removed. Thank you."),
    "kept": mark("Nothing was removed."),
    # TRANSLATORS: theme is a number. After a verdict.
    "verdict_kept": mark("Your word about No %(theme)s is kept. If you change your mind, send it again."),
    # TRANSLATORS: After "not what we said". WRONG stays as people send it.
    "verdict_not_said": mark(
        "No %(theme)s is open again. To say once more what you meant, send WRONG %(theme)s and your words."
    ),
    # TRANSLATORS: verdict is what the person sent, such as 33; person an example of a number.
    "verdict_whose": mark(
        "Several people on this phone spoke to No %(theme)s. Send your number first,"
        " for example: %(person)s %(verdict)s"
    ),
    "no_answer_yet": mark("There is no answer here yet that we can send. MENU = more."),
    # TRANSLATORS: Only to people who chose whole answers. themes: numbers such as 3, 7; words: the answer.
    "whole_answer": mark("No %(themes)s. The answer to what you said: %(words)s"),
    # TRANSLATORS: Several people use the phone; person is the number of one of them.
    "whole_answer_for": mark("For person %(person)s: No %(themes)s. The answer to what you said: %(words)s"),
    # TRANSLATORS: As "verdict", where several people use the phone. Person 1 sends 1, a space and one
    # of the numbers that stand after the colon; 1 33 is an example of the whole text.
    "verdict_for": mark(
        "Person %(person)s, No %(theme)s. Is this an answer to what you said? Send %(person)s and a"
        " number, as in %(person)s %(theme)s3: %(theme)s3 no, %(theme)s2 partly, %(theme)s1 yes,"
        " %(theme)s4 cannot say, %(theme)s5 not what we said."
    ),
    # TRANSLATORS: A knock. No topic, no office. MORE is the word that people send in your language.
    "knock": mark("News at the meeting. To read it on this phone send MORE."),
    "knock_for": mark("Person %(person)s: news at the meeting. To read it on this phone send MORE."),
    # TRANSLATORS: Words that lie on no theme. line: what representatives wrote about such words.
    "alone": mark("Your words were read; they stand on their own. About such words: %(line)s"),
    "alone_for": mark(
        "For person %(person)s: Your words were read; they stand on their own. About such words: %(line)s"
    ),
    "alone_no_line": mark("Your words were read; they stand on their own."),
    "alone_no_line_for": mark("For person %(person)s: Your words were read; they stand on their own."),
    # TRANSLATORS: What came was counted as not an answer. Friendly, no blame.
    "set_aside": mark("Your words arrived; we could not read an answer in them. Please say it again."),
    "set_aside_for": mark(
        "For person %(person)s: Your words arrived; we could not read an answer in them. Please say it again."
    ),
    # TRANSLATORS: Before a sentence for one of several people who use the phone.
    "for_person": mark("For person %(person)s:"),
    # A time of asking that is open, and what becomes of it. No topic, no place, no office.
    # TRANSLATORS: To people who spoke: for now nobody is asked.
    "round_paused": mark("We have paused our asking for now. Your words are kept. MENU = more."),
    "round_resumed": mark("Our asking goes on until %(date)s. You may add to your words: just write."),
    "round_extended": mark("We go on asking until %(date)s. You may add to your words: just write."),
    # TRANSLATORS: After the sentence above: the day by which people hear what came of it may have moved.
    "news_by": mark("News by %(date)s."),
    # TRANSLATORS: Ended before its day. ERASE is the word that people send in your language.
    "round_cancelled": mark(
        "We have ended our asking early. Your words stay and are read. To remove them send ERASE."
    ),
    # TRANSLATORS: After one of the four above; words: the reason, as representatives wrote it.
    "because": mark("Why: %(words)s"),
    # TRANSLATORS: Somebody joins, or writes more, while the asking is paused.
    "paused": mark("We have paused our asking for now. Please send your word again later."),
    "kept_meanwhile": mark(
        "We have paused our asking for now. Your words arrived and are kept. MENU = more."
    ),
    # TRANSLATORS: Somebody sends a join word after the asking has ended.
    "over": mark("This time of asking is over. Please ask the people of your place when the next begins."),
}
