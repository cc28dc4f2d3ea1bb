from datetime import timedelta

import pytest

from consult.loop.close.in_public import in_public
from consult.loop.close.verdicts import owed_by
from consult.loop.respond.owed import Waits, addressed
from consult.loop.respond.questions import questions_to, replies_to, reply
from consult.loop.respond.records import Kind, Reply
from consult.people.records import Community, Role, Seat


@pytest.fixture
def joint(released, session, cast, now):
    """A question about themes of two communities, and a representative of the second."""
    here, there = released.theme(3), released.elsewhere(3)
    hill = Community(slug="hill", name="Hill", language="en", region="GB", timezone="UTC")
    there.findings.consultation.community = hill
    seat = Seat(account=cast.hari, role=Role.REPRESENTATIVE, since=now, community=hill, number=1)
    version = released.answered(here, there, words="Tell us more.")
    version.kind, version.question = Kind.NEED_TO_KNOW_MORE, "Which pump?"
    session.add_all([hill, seat])
    session.flush()
    return here, there, seat, version


def test_a_reply_of_one_community_ends_no_question_to_another_and_stands_on_no_page_of_it(
    session, cast, joint, released, now
):
    here, there, seat, version = joint
    said = {"says": Reply.ANSWERED, "language": "en", "now": now}
    reply(session, version=version, text="The one on the hill.", seat=seat, **said)
    hill = seat.community
    assert questions_to(session, hill, unanswered=True) == []
    assert questions_to(session, cast.community, unanswered=True) == [version]

    def on_page(findings):
        replies = in_public(session, findings, now=now).stories[0].beside.replies
        return [each.text for each in replies.get(version.id, [])]

    assert on_page(here.findings) == []
    reply(session, version=version, text="The old one.", seat=cast.seats["amal"], **said)
    assert on_page(here.findings) == ["The old one."]
    assert on_page(there.findings) == ["The one on the hill."]
    both = replies_to(session, [version.id], here=[hill, cast.community])[version.id]
    assert [each.seat.community for each in both] == [hill, cast.community]


def test_a_reply_opens_the_theme_of_its_community_until_the_office_decides_anew(
    session, cast, joint, released, now
):
    here, there, seat, version = joint

    def owes():
        return {
            (each.theme, each.waits, each.waits_since)
            for each in owed_by(session, office=cast.water, now=now)
        }

    assert owes() == set()
    for days in (2, 1):
        day = now - timedelta(days=days)
        reply(
            session, version=version, says=Reply.OUTREACH, text="We ask.", language="en", seat=seat, now=day
        )
        assert owes() == {(there, Waits.REPLIED, day.date())}
    assert addressed(session, office=cast.water, theme=here, now=now).waits is Waits.PUBLISHED

    mended = released.version(version.response, 2, only_wording=True)
    mended.kind, mended.question = version.kind, "Which pumps?"
    session.flush()
    assert owes() == {(there, Waits.REPLIED, day.date())}, "a mended wording is no answer to a reply"
    draft = released.version(version.response, 3, words="We mend the old one.")
    draft.published_at = None
    session.flush()
    assert {each[:2] for each in owes()} == {(there, Waits.DRAFT)}
    draft.published_at = now
    session.flush()
    assert owes() == set()
