"""Where very many cards are sorted, no page goes through all of them."""

import re

import pytest
from sqlalchemy import event

from consult.jobs.counting import count_what_was_heard
from tests.web.understand.test_agreement import sort_some
from tests.web.understand.test_walk import ROOT, page, send

ALL = re.compile(r"SCAN (card|coding|coding_code|answer|answer_part|submission|belonging)(_\d+)?\b")
FEW = re.compile(r"USING (COVERING )?INDEX ix_(answer_gone|submission_gone|coding_beside|coding_code_counts)")
OF_ONE_PERSON = "USING INDEX ix_coding_by (by_id=?)"
"""Everything that somebody ever sorted."""
OF_THE_CONSULTATION = "(consultation_id=?)"
"""All its cards."""


@pytest.mark.parametrize("kind", ["sqlite"])
def test_pages_find_few_rows_and_go_through_no_table(site, monkeypatch):
    """As SQLite says it finds what is asked for, which does not hang on how many there are."""
    asked: list[tuple[str, object]] = []
    engine = site.database.engine
    numbers, bahati = sort_some(site, 12), site.signed_in(site.cast.bahati)
    send(bahati, f"{ROOT}/agreement/")
    for number in numbers:
        send(bahati, f"{ROOT}/sort/{number}", code="1")
    monkeypatch.setattr("consult.loop.understand.heard_so_far.FEW", 10)
    count_what_was_heard(site, site.clock())
    amal = site.signed_in(site.cast.amal)
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    for address in ("agreement/", "heard-enough/", "piles/", "themes/", "codes/", "cards/", "sort/"):
        page(amal, f"{ROOT}/{address}")
    send(amal, f"{ROOT}/search/", 200, words="words")
    selects = [each for each in asked if each[0].startswith("SELECT")]
    with engine.connect() as connection:
        steps = [
            (row.detail, statement)
            for statement, values in selects
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert len(steps) > len(selects) > 50
    assert not [each for each in steps if ALL.match(each[0]) and not FEW.search(each[0])]
    assert not [each for each in steps if each[0].endswith(OF_ONE_PERSON) and "answer_id IN" in each[1]]
    again = [each for each in steps if "beside IS NOT NULL" in each[1]]
    assert again, "nobody read a second time"
    assert not [each for each in again if each[0].endswith(OF_THE_CONSULTATION)]
