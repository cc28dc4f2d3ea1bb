"""Build the pages: one Flask application from its parts."""

from importlib import import_module
from pathlib import Path

from flask import Flask, Response, request
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from consult.web import health
from consult.web.fallen import settled
from consult.web.headers import set_headers
from consult.web.i18n import speak, tongue
from consult.web.light import lighten
from consult.web.mistakes import show_mistakes
from consult.web.parts import Parts
from consult.web.ring import ARC, arcs, in_words
from consult.web.site import Site
from consult.web.style import asset, inline_style
from consult.web.voice import kilobytes, plays, recorder, say_where, spoken

AREAS = (
    "account",
    "public",
    "collect",
    "understand",
    "review",
    "respond",
    "close",
    "post",
    "protected",
    "helpers",
)
WITHOUT_COOKIE = ("public", "helpers")
"""Participants carry no cookie, so their forms carry no token: nothing there acts for an account. Nor
for helpers, whose cookie no other place sends along, and whose forms carry a key signed for them."""

FORM_BYTES = 256 * 1024
"""An answer that is much too long still comes back to its writer. Ethiopic letters take nine bytes."""
FILE_BYTES = 2 * 1024 * 1024
CARRY_A_FILE = ("collect.try_it", "collect.take")
"""Pages whose form brings a file back that came before, sealed."""
HERE = Path(__file__).parent


def build_site(parts: Parts) -> Site:
    """The pages, ready to serve. Everything they need of the outside is in `parts`."""
    site = Site("consult.web", root_path=str(HERE))
    site.extensions["consult"] = parts
    site.config.update(
        SECRET_KEY=parts.vault.cookie_key(),
        SESSION_COOKIE_NAME="__Host-consult" if parts.settings.secure else "consult",
        SESSION_COOKIE_SECURE=parts.settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer, and ours is never sent; the token stays
        WTF_I18N_ENABLED=False,  # our own sentences, in languages that the library does not have
    )
    lighten(site)  # last of all that is done with a page, so first here
    _templates(site)
    speak(site)
    _size(site)  # before the token is looked for in the body
    csrf = CSRFProtect(site)
    site.register_blueprint(health.blueprint)
    for area in AREAS:
        blueprint = import_module(f"consult.web.{area}").blueprint
        site.register_blueprint(blueprint)
        if area in WITHOUT_COOKIE:
            csrf.exempt(blueprint)
    show_mistakes(site)
    return site


def _size(site: Flask) -> None:
    @site.before_request
    def allow_files() -> None:
        if request.mimetype == "multipart/form-data":
            request.max_content_length = FILE_BYTES + FORM_BYTES
            if request.endpoint in CARRY_A_FILE:
                request.max_form_memory_size = FILE_BYTES + FORM_BYTES


def _templates(site: Flask) -> None:
    env = site.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.globals.update(
        inline_style=inline_style, asset=asset, ring_arcs=arcs, ring_arc=ARC, ring_words=in_words
    )
    env.globals.update(plays=plays, recorder=recorder, kilobytes=kilobytes, spoken=spoken)
    say_where(site)
    _settle(site)
    set_headers(site)


def _settle(site: Flask) -> None:
    @site.after_request
    def settle(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.direct_passthrough:
            response.set_data(settled(response.get_data(as_text=True), tongue))
        return response
