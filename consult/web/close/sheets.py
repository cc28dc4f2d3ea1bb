"""What a form is made of: one answer with its themes, ready to print."""

from dataclasses import dataclass

from consult.loop.close.on_paper import OnPaper
from consult.web.public.results import Told


@dataclass(frozen=True)
class Sheet:
    """One answer with its themes, ready to print. `worded`: it is in the language of the form."""

    it: OnPaper[Told]
    worded: bool
    size: str
