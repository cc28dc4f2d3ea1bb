"""What a helper wrote down at a meeting, from the phone to the picture: a card as all others, and nobody."""

from sqlalchemy import func, select

from consult.common.outbox import OutboxItem
from consult.loop.close.records import Obligation
from consult.loop.collect.records import Consultation
from consult.loop.understand.cards import number_cards
from consult.loop.understand.records import Contribution
from consult.people.records import Role, Seat
from tests.cast import number
from tests.web.helpers.conftest import MEETING, Phone
from tests.web.understand.test_walk import ROOT, page, send

BESIDE = "At a meeting of about 80, Thursday 3 June 2027."


def test_a_meeting_is_masked_sorted_and_stands_under_a_theme_beside_the_persons(phone: Phone) -> None:
    site = phone.site
    fields = phone.fields(MEETING)
    first = next(name for name in fields if name.startswith("text-"))
    said = f"The road floods, call {number(7)}"
    met = {first: said, "people": "80", "held_on": "2027-06-03"}
    assert phone.client.post(MEETING, data=fields | met).status_code == 200
    with site.database.work() as session:
        site.cast.session = session
        river = session.scalars(select(Consultation)).one()
        asked = session.scalars(select(OutboxItem).where(OutboxItem.name == "number_card")).all()
        assert [each.payload for each in asked] == [{"consultation_id": str(river.id)}]
        number_cards(session, consultation=river, shuffle=list.sort)
        reader = {"account_id": site.cast.hari.id, "community_id": river.community_id}
        session.add(Seat(role=Role.READER, since=site.clock(), **reader))
        site.cast.answer(site.cast.participant(), river, "The road is bad")
        number_cards(session, consultation=river, shuffle=list.sort)
    amal, bahati = site.signed_in(site.cast.amal), site.signed_in(site.cast.bahati)
    shown = send(amal, f"{ROOT}/first/take")
    assert BESIDE in shown
    assert f"<mark>{number(7)}</mark>" in shown
    send(amal, f"{ROOT}/first/101", text="The road floods, call [number]", seen=1)
    send(amal, f"{ROOT}/first/102", text="The road is bad", seen=1)
    send(amal, f"{ROOT}/codes/", name="Road", definition="")
    for address in ("sort/?card=101", "cards/"):
        shown = page(bahati, f"{ROOT}/{address}")
        assert "The road floods, call [number]" in shown
        assert shown.count(BESIDE) == 1, address
        assert number(7) not in shown
    assert BESIDE in send(bahati, f"{ROOT}/search/", 200, words="floods")
    told = page(bahati, "/collect/river/meetings")
    assert "The road floods, call [number]" in told
    assert number(7) not in told
    far = site.signed_in(site.cast.hari)
    told = page(far, "/collect/river/meetings")
    assert "read by people from here" in told
    assert "floods" not in told + page(far, f"{ROOT}/sort/") + page(far, f"{ROOT}/cards/")
    send(amal, f"{ROOT}/piles/", piles="pile 1: 101 102")
    send(amal, f"{ROOT}/themes/new", name="The road", statement="It floods.")
    send(amal, f"{ROOT}/themes/1/codes", codes="1")
    assert "2 cards lie on it." in page(amal, f"{ROOT}/themes/1/")
    send(amal, f"{ROOT}/release/", alone="Other words.", review_by="2027-06-20")
    public = "/c/river/en"
    for client, address in (
        (amal, f"{ROOT}/findings/1/picture"),
        (site.client(), f"{public}/picture"),
        (site.client(), f"{public}/results"),
    ):
        assert "And at 1 meeting, which is not added to people." in page(client, address), address
    shown = page(site.client(), f"{public}/picture")
    assert "1 person spoke." in shown
    assert "1 meeting of about 80" in shown
    with site.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Contribution)) == 1
        assert session.scalar(select(func.count()).select_from(Obligation)) <= 1
