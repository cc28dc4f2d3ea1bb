"""The sample as the tests in a browser know it."""

from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from consult.web.site import Site

LANGUAGES = ("en", "fr", "ar", "sw", "qps_ploc", "qps_plocm")
PSEUDO = ("qps_ploc", "qps_plocm")
SLUG = "ford"


@dataclass(frozen=True)
class Sample:
    """Served at `url`; every account has `password`."""

    url: str
    app: Site
    password: str

    def endpoint(self, path: str) -> str:
        """The name of the view behind `path`; empty where none is."""
        try:
            return str(self.app.url_map.bind("").match(path.partition("?")[0])[0])
        except NotFound:
            return ""
