"""The name of a theme, heard in public: in the results the released voice, in a check the one of today."""

from datetime import timedelta

import pytest

from consult.loop.understand import checks, findings, themes
from tests.loop.collect import sounds
from tests.loop.understand.scene import Scene
from tests.web.conftest import SiteUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


def test_results_and_check_play_each_their_own(site: SiteUnderTest) -> None:
    anybody, root = site.client(), "/c/river"
    sound = {"data": sounds.wav(), "mime": "", "seconds": None}
    with site.database.work() as session:
        site.cast.session = session
        scene = Scene(session, site.cast)
        theme = scene.theme("Water")
        day = scene.by["now"].date() + timedelta(days=5)
        themes.say_name(session, vault=site.vault, theme=theme, **sound, **scene.by)
        findings.release(
            session, consultation=scene.consultation, alone="", review_by=day + timedelta(days=9), **scene.by
        )
    assert f"{root}/themes/1/voice" in anybody.get(f"{root}/en/results").text
    assert anybody.get(f"{root}/themes/1/voice").mimetype.startswith("audio/")
    assert anybody.get(f"{root}/check/1/voice").status_code == 404, "no check runs"
    with site.database.work() as session:
        theme = session.merge(theme)
        checks.open_check(session, consultation=theme.consultation, until=day, **scene.by)
        themes.say_name(session, vault=site.vault, theme=theme, **sound, **scene.by)
    assert f"{root}/check/1/voice" in anybody.get(f"{root}/en/check").text
    assert anybody.get(f"{root}/check/1/voice").mimetype.startswith("audio/")
    assert anybody.get(f"{root}/themes/1/voice").status_code == 404, "that one was never released"
