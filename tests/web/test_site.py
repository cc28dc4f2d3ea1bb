"""What holds for every page: errors in the person's language, headers, cookies, sizes."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from flask import Blueprint, abort, g, request, session

from consult.app import wsgi
from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.common.vault import passing_vault
from consult.people.permissions import Action
from consult.post import lines
from consult.web.build import build_site
from consult.web.guards import everyone, needs, signed_in
from consult.web.style import asset
from tests.cast import number
from tests.web.conftest import SiteUnderTest


@pytest.fixture
def trial(site: SiteUnderTest) -> SiteUnderTest:
    """The site with a few views that a test can provoke."""
    bp = Blueprint("trial", __name__, url_prefix="/trial")

    @bp.post("/refuse")
    @everyone
    def refuse() -> str:
        g.session.add(site.cast.community.__class__(slug="x", name="x", language="en", region="GB"))
        raise Refused(mark("Theme %(number)s is not there."), number=3)

    @bp.get("/forbid")
    @everyone
    def forbid() -> str:
        raise NotAllowed

    @bp.get("/break")
    @everyone
    def break_it() -> str:
        raise RuntimeError(number(123))

    @bp.get("/<lang>/hello")
    @everyone
    def hello(lang: str) -> str:
        abort(404)

    @bp.post("/form")
    @everyone
    def form() -> str:
        return str(len(request.form["words"]))

    @bp.get("/mine")
    @signed_in
    def mine() -> str:
        return g.account.name

    @bp.get("/design/<community>")
    @needs(Action.DESIGN)
    def design(community: str) -> str:
        return g.seat.role

    site.app.register_blueprint(bp)
    return site


def test_a_refusal_is_a_page_and_changes_nothing(trial: SiteUnderTest) -> None:
    answer = trial.client().post("/trial/refuse")
    assert answer.status_code == 422
    assert "Theme 3 is not there." in answer.text
    with trial.database.reading() as reading:
        assert reading.query(trial.cast.community.__class__).count() == 1


def test_what_is_not_allowed_and_not_there_is_said_plainly(trial: SiteUnderTest) -> None:
    assert trial.client().get("/trial/forbid").status_code == 403
    missing = trial.client().get("/nowhere")
    assert missing.status_code == 404
    assert "There is no page at this address." in missing.text


def test_a_fault_tells_the_page_nothing_and_the_log_where_it_was(
    trial: SiteUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    trial.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = trial.client().get("/trial/break")
    assert answer.status_code == 500
    assert "/trial/break" in caplog.text
    assert number(123) not in answer.text
    assert "Something went wrong on our side." in answer.text


def test_an_error_page_speaks_the_language_of_the_account(trial: SiteUnderTest) -> None:
    with trial.database.work() as work:
        work.get(type(trial.cast.amal), trial.cast.amal.id).language = "ar"
    page = trial.signed_in(trial.cast.amal).get("/nowhere").text
    assert 'lang="ar" dir="rtl"' in page


def test_an_error_page_speaks_the_language_of_the_address(trial: SiteUnderTest) -> None:
    page = trial.client().get("/trial/qps_plocm/hello").text
    assert '<html lang="en-x-plocm" dir="rtl">' in page


def test_a_browser_that_knows_none_of_our_languages_gets_the_source(trial: SiteUnderTest) -> None:
    page = trial.client().get("/nowhere", headers={"Accept-Language": "din, zz"}).text
    assert '<html lang="en" dir="ltr">' in page


def test_the_guards_ask_for_an_account_and_a_seat(trial: SiteUnderTest) -> None:
    assert trial.signed_in(trial.cast.amal).get("/trial/mine").text == "Amal"
    assert trial.signed_in(trial.cast.amal).get("/trial/design/tesfa").text == "representative"
    assert trial.signed_in(trial.cast.dana).get("/trial/design/tesfa").status_code == 403


def test_a_form_without_its_token_is_refused_with_a_plain_sentence(trial: SiteUnderTest) -> None:
    trial.app.config["WTF_CSRF_ENABLED"] = True
    answer = trial.client().post("/trial/form", data={"words": "x"})
    assert answer.status_code == 400
    assert "Go back and send it again." in answer.text


def test_a_body_that_is_too_large_is_refused_and_a_long_answer_is_not(trial: SiteUnderTest) -> None:
    assert trial.client().post("/trial/form", data={"words": "a" * 200_000}).text == "200000"
    assert trial.client().post("/trial/form", data={"words": "a" * 300_000}).status_code == 413


def test_every_answer_forbids_what_comes_from_elsewhere(trial: SiteUnderTest) -> None:
    trial.app.config["PROPAGATE_EXCEPTIONS"] = False
    for address in ("/healthz", "/nowhere", "/trial/break"):
        headers = trial.client().get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_one_inline_style_is_let_through_by_its_hash(trial: SiteUnderTest) -> None:
    import base64
    import hashlib
    import re

    answer = trial.client().get("/nowhere")
    styles = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert len(styles) == 1
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_the_health_pages_tell_what_is_there(trial: SiteUnderTest) -> None:
    assert trial.client().get("/healthz").json == {"alive": True}
    ready = trial.client().get("/readyz")
    assert ready.status_code == 200
    assert ready.json["worker_seconds"] is None
    assert trial.client().get("/readyz?worker=1").status_code == 503


def test_a_worker_that_beats_makes_the_house_ready(trial: SiteUnderTest) -> None:
    from consult.common.heartbeat import beat

    with trial.database.work() as work:
        beat(work, "worker", now=trial.clock())
    trial.clock.move(seconds=30)
    ready = trial.client().get("/readyz?worker=1")
    assert ready.json["worker_seconds"] == 30
    assert ready.status_code == 200
    trial.clock.move(minutes=10)
    assert trial.client().get("/readyz?worker=1").status_code == 503


def test_a_network_that_refuses_our_account_shows_until_a_text_has_gone(trial: SiteUnderTest) -> None:
    now = trial.clock()
    assert trial.client().get("/readyz").json["resting"] == []
    with trial.database.work() as work:
        lines.rest_for_setup(work, provider="twilio", code="20003", began=now, now=now)
    assert trial.client().get("/readyz").json["resting"] == ["twilio"]
    with trial.database.work() as work:
        lines.note_sent(work, provider="twilio", began=now + lines.SETUP_REST)
    assert trial.client().get("/readyz").json["resting"] == []


def test_a_database_behind_the_code_is_not_ready(
    trial: SiteUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for here in (None, "0001"):
        monkeypatch.setattr("consult.web.health.current", lambda _, here=here: here)
        ready = trial.client().get("/readyz")
        assert (ready.status_code, ready.json["migrations"]) == (503, False)


def test_other_keys_than_those_of_the_database_are_not_ready(trial: SiteUnderTest) -> None:
    with trial.database.work() as work:
        history.note(work, by=history.OPERATOR, action="x", about=trial.cast.community, now=trial.clock())
    with trial.database.work() as work:
        history.seal(work, mac=trial.vault.audit_mac, shuffle=list.reverse, now=trial.clock())
    assert trial.client().get("/readyz").json["keys"] is True
    trial.app.extensions["consult"] = replace(trial.app.extensions["consult"], vault=passing_vault())
    ready = trial.client().get("/readyz")
    assert (ready.status_code, ready.json["keys"]) == (503, False)


def test_over_https_the_cookie_and_the_headers_insist_on_it(trial: SiteUnderTest) -> None:
    old = trial.app.extensions["consult"]
    settings = replace(old.settings, public_url="https://consult.example")
    app = build_site(replace(old, settings=settings))

    @app.get("/keep")
    def keep() -> str:
        session["kept"] = "1"
        return ""

    answer = app.test_client().get("/keep", base_url="https://consult.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-consult=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in trial.client().get("/healthz").headers


def test_only_files_of_ours_may_be_kept_by_a_browser(site: SiteUnderTest) -> None:
    with site.app.test_request_context():
        address = asset("consult.css")
    assert "v=" in address
    with site.client().get(address) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    assert site.client().get("/static/nothing.css").headers["Cache-Control"] == "no-store"


def test_a_fault_of_the_database_does_not_tell_what_was_written(
    site: SiteUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    @site.app.post("/twice")
    def twice() -> str:
        again = type(site.cast.community)(slug="tesfa", name="Somebody's words", language="en", region="GB")
        g.session.add(again)
        g.session.flush()
        return ""

    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert site.client().post("/twice").status_code == 500
    assert "INSERT INTO community" in caplog.text
    assert "Somebody's words" not in caplog.text.split("Traceback", 1)[1].split("INSERT INTO", 1)[1]


def test_a_participant_keeps_their_language_where_the_address_has_no_place_for_it(
    trial: SiteUnderTest,
) -> None:
    for path in ("/leaving", "/code", "/"):
        assert '<html lang="ar" dir="rtl">' in trial.client().get(f"{path}?lang=ar").text
        assert '<html lang="en" dir="ltr">' in trial.client().get(f"{path}?lang=nowhere").text


def test_what_is_there_when_the_server_begins_is_never_looked_through_for_what_may_go(monkeypatch):
    settings, done = SimpleNamespace(database_url="sqlite://"), []
    monkeypatch.setattr("consult.app.settings_here", lambda: settings)
    monkeypatch.setattr("consult.app.demand_head", lambda database: None)
    monkeypatch.setattr("consult.app.create_app", lambda given: done.append("made") or given)
    monkeypatch.setattr("sys.setswitchinterval", done.append)
    monkeypatch.setattr("gc.collect", lambda: done.append("tidied"))
    monkeypatch.setattr("gc.freeze", lambda: done.append("kept"))
    assert wsgi() is settings
    assert done[1:] == ["made", "tidied", "kept"]
