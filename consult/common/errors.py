"""How a room says no, in a sentence that a door can translate."""


def mark(sentence: str) -> str:
    """Mark an English sentence for the catalogues and return it unchanged.

    The rooms never translate; the door that shows the sentence does.
    """
    return sentence


class Refused(Exception):  # noqa: N818 - a refusal is an outcome, not a fault
    """A room refuses what was asked. The door shows `sentence` in the person's language.

    `sentence` is English with named placeholders (``%(name)s``) and was passed through
    `mark`; `values` fill them. `field` names the form field it belongs to, where one does.
    """

    def __init__(self, sentence: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence


class NotAllowed(Exception):  # noqa: N818
    """The person holds no seat that allows this. Doors answer 403, or 404 for what is not theirs."""
