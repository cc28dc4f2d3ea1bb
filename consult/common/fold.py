"""What a person typed, made comparable: any script's digits, marks, letter forms and case aside."""

import unicodedata

DROPPED = {"Cf", "Mn", "Me"}
"""Invisible marks and combining marks, vowel signs of Arabic among them."""
TATWEEL = "ـ"
ARABIC = str.maketrans({"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه"})
"""One letter for those that keyboards of Arabic script write differently. Hamza and madda on alef, waw
and ya are marks and go with them."""


class _Letters(dict[int, str]):
    """What each letter is written as, found once for each letter that ever came."""

    def __missing__(self, point: int) -> str:
        letter, kind = chr(point), unicodedata.category(chr(point))
        if kind in DROPPED or letter == TATWEEL:
            plain = ""
        elif kind == "Nd":
            plain = str(unicodedata.decimal(letter))
        else:
            plain = letter if kind[0] in "LMN" else " "
        self[point] = plain
        return plain


_LETTERS = _Letters()


def folded(text: str) -> str:
    """`text` as keywords and join words are compared: letters and digits, one space between words."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = unicodedata.normalize("NFC", letters.translate(_LETTERS)).translate(ARABIC)
    return " ".join(plain.split())
