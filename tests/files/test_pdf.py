"""A form as a PDF: a sentence where this house cannot make one, and nothing fetched where it can.

The maker is a stand-in: neither it nor its system libraries are needed here.
"""

import sys
from types import ModuleType, SimpleNamespace

import pytest

from consult.common.errors import Refused
from consult.files.pdf import as_pdf


class Maker(ModuleType):
    """As much of the maker as we call; it notes what it is handed."""

    def __init__(self):
        super().__init__("weasyprint")
        self.urls = ModuleType("weasyprint.urls")
        self.urls.URLFetcher = type("URLFetcher", (), {})
        self.seen = []

    def CSS(self, *, string, url_fetcher):
        return ("style", string)

    def HTML(self, *, string, url_fetcher):
        with pytest.raises(ValueError, match="file:///etc/hostname"):
            url_fetcher.fetch("file:///etc/hostname")
        return SimpleNamespace(
            write_pdf=lambda stylesheets: self.seen.append((string, stylesheets)) or b"%PDF-"
        )


class Broken:
    """Finds the maker and fails at its libraries, as on a bare machine."""

    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_a_page_and_its_looks_go_in_and_nothing_is_fetched(monkeypatch):
    maker = Maker()
    monkeypatch.setitem(sys.modules, "weasyprint", maker)
    monkeypatch.setitem(sys.modules, "weasyprint.urls", maker.urls)
    assert as_pdf("<p>No 3</p>", styles=["p{}"]) == b"%PDF-"
    assert maker.seen == [("<p>No 3</p>", [("style", "p{}")])]


def test_a_missing_extra_and_missing_libraries_are_said_in_sentences(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(Refused, match=r"the extra consult\[pdf\] is not installed"):
        as_pdf("", styles=[])
    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(Refused, match="Pango and HarfBuzz"):
        as_pdf("", styles=[])
