"""The picture beside earlier rounds: each audience sees what was released to it then, and no more."""

from datetime import timedelta

from consult.loop.collect.records import Round
from consult.loop.understand.picture import seen_by
from consult.loop.understand.records import Audience, Findings, FindingsTheme
from tests.loop.close.released import Released


def next_round(released: Released, *themes: FindingsTheme) -> Findings:
    """The same themes a round later, now for everyone."""
    first = released.findings
    asked = Round(consultation=released.consultation, number=2)
    kept = ("consultation", "released_by", "review_by", "alone", "language", "hash", "set_aside")
    later = Findings(
        round=asked,
        number=2,
        spoke=80,
        released_at=first.released_at + timedelta(days=5),
        **{name: getattr(first, name) for name in kept},
    )
    released.session.add_all([asked, later])
    for old in themes:
        words = {name: getattr(old, name) for name in ("theme", "number", "name", "language", "hash")}
        again = FindingsTheme(findings=later, audience=Audience.EVERYONE, statement="We say more.", **words)
        again.people = 30
        released.session.add(again)
    released.session.flush()
    return later


def test_what_was_for_few_in_an_earlier_round_is_not_told_to_everyone_later(released, session):
    released.findings.spoke = 100
    open_then, spoken_only = released.theme(1), released.theme(2, audience=Audience.SPOKEN_ONLY)
    open_then.people, spoken_only.people = 41, 12
    later = next_round(released, open_then, spoken_only)
    (seen,) = seen_by(session, findings=later, viewer="everyone").before
    assert (seen.round, seen.spoke, seen.people, seen.reworded) == (1, 100, {1: 41}, {1})
    assert (seen.met, seen.meetings) == ((0, 0), {1: None})
    released.findings.made, open_then.meetings = {"met": [3, 240]}, 2
    (seen,) = seen_by(session, findings=later, viewer="committee").before
    assert (seen.met, seen.meetings) == ((3, 240), {1: 2})
    assert seen.people == {1: 41}
    (seen,) = seen_by(session, findings=later, viewer="representatives").before
    assert seen.people == {1: 41, 2: 12}
