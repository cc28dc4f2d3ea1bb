"""The house put together: what its parts are made of."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from consult.app import clock_of
from consult.settings import Settings, SettingsWrong


def test_the_time_of_a_rehearsal_is_utc_wherever_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = clock_of(Settings(clock=file))
    for written in ("2027-06-04T01:30+03:00", "2027-06-03T22:30", "2027-06-03T22:30+00:00\n"):
        file.write_text(written)
        assert (clock(), clock().tzinfo) == (datetime(2027, 6, 3, 22, 30, tzinfo=UTC), UTC)
    file.write_text("tomorrow")
    with pytest.raises(SettingsWrong, match="must hold a time"):
        clock()
