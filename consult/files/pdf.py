"""A page as a PDF, made here without a browser: the extra `consult[pdf]`.

It fetches nothing, from nowhere: its looks come with the page.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from consult.common.errors import Refused, mark


def is_installed() -> bool:
    """Whether the extra is here; what it needs of the system is only known when it is used."""
    return find_spec("weasyprint") is not None


def as_pdf(page: str, *, styles: Sequence[str]) -> bytes:
    """`page` (whole HTML) with the style sheets `styles`. Refused where the extra or what it needs of the
    system is missing."""
    maker = _maker()

    class Nothing(maker.urls.URLFetcher):  # type: ignore[name-defined,misc]  # a module of the extra
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError(url)

    fetcher = Nothing()
    sheets = [maker.CSS(string=style, url_fetcher=fetcher) for style in styles]
    made: bytes = maker.HTML(string=page, url_fetcher=fetcher).write_pdf(stylesheets=sheets)
    return made


def _maker() -> ModuleType:
    try:
        import weasyprint
        import weasyprint.urls
    except ImportError:
        raise Refused(
            mark(
                "This house makes no PDF: the extra consult[pdf] is not installed. Print the page with your"
                " browser, which can also keep it as a PDF."
            )
        ) from None
    except OSError:
        raise Refused(
            mark(
                "This house makes no PDF: libraries of the system are missing, Pango and HarfBuzz. Whoever"
                " keeps this house can add them. Print the page with your browser until then."
            )
        ) from None
    found: ModuleType = weasyprint
    return found
