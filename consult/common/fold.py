"""What a person typed, made comparable: any script's digits, marks, letter forms and case aside."""

import unicodedata

DROPPED = {"Cf", "Mn", "Me"}
"""Invisible marks and combining marks, vowel signs of Arabic among them."""
TATWEEL = "ـ"
ARABIC = str.maketrans({"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه"})
"""One letter for those that keyboards of Arabic script write differently. Hamza and madda on alef, waw
and ya are marks and go with them."""


def folded(text: str) -> str:
    """`text` as keywords and join words are compared: letters and digits, one space between words."""
    letters = []
    for letter in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()):
        kind = unicodedata.category(letter)
        if kind in DROPPED or letter == TATWEEL:
            continue
        if kind == "Nd":
            letters.append(str(unicodedata.decimal(letter)))
        elif kind[0] in "LMN":
            letters.append(letter)
        else:
            letters.append(" ")
    plain = unicodedata.normalize("NFC", "".join(letters)).translate(ARABIC)
    return " ".join(plain.split())
