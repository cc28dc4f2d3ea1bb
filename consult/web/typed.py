"""What a person wrote in a form that was not taken. No page is kept by the browser, so going back may find
the form empty: the words are shown once more, to be copied."""

import re

from flask import request

PASSWORDS = ("password", "old", "new")
NUMBER = re.compile(r"[\d +()./-]+")
"""A receipt or a telephone, which may find a person; a sheet of piles has a colon."""
ELSEWHERE = ("cross-site", "same-site")


def typed_here() -> list[str]:
    """The texts of the form that was sent, in its order: those of more than one word, no number and no
    password. None of a form that another site sent: whose words these are nobody knows."""
    if request.headers.get("Sec-Fetch-Site") in ELSEWHERE:
        return []
    fields = request.form.items(multi=True)
    texts = (text.strip() for name, text in fields if name not in PASSWORDS)
    return [text for text in texts if len(text.split()) > 1 and not NUMBER.fullmatch(text)]
