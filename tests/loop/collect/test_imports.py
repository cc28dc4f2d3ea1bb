import pytest
from sqlalchemy import event, func, select

from consult.common import history
from consult.common.errors import Refused
from consult.common.outbox import OutboxItem
from consult.loop.collect import imports, rounds
from consult.loop.collect.answers import original_text, withdraw
from consult.loop.collect.records import Answer, AnswerPart, Door, Import, PartKind, Submission
from consult.loop.collect.rows import Broken, Row, Sound
from consult.people.records import Belonging, ContactPoint, Group, HearBack, Participant, Reach
from consult.people.tombstones import bury
from tests.cast import number


@pytest.fixture
def river(cast):
    return cast.consultation()


@pytest.fixture
def take(session, vault, river, now):
    def take(*rows, **other):
        return imports.take_in(
            session,
            vault=vault,
            round=rounds.current_round(session, river),
            rows=rows,
            default_language="en",
            now=now,
            by=history.OPERATOR,
            known_language=lambda code: code in ("en", "fr", "ar", "ht"),
            **other,
        )

    return take


def count(session, record):
    return session.scalar(select(func.count()).select_from(record))


def test_rows_become_people_with_their_words(session, take):
    report = take(Row(1, "Dust", id="a", language="fr"), Row(2, "Wind", id="b", prompt="2"))
    assert (report.taken, report.known, report.skipped, report.people) == ([1, 2], [], [], 2)
    said = {original_text(session, each): each for each in session.scalars(select(Answer))}
    assert said["Dust"].wording.language == "fr"
    assert said["Dust"].submission.door is Door.IMPORT
    assert said["Wind"].wording.version.prompt.number == 2
    assert not said["Wind"].later_words


def test_the_same_file_again_adds_nothing(session, take):
    rows = [Row(1, "Dust", id="a"), Row(2, "Wind"), Row(3, "Wind"), Row(4, "x", phone=number(1))]
    take(*rows)
    before = [count(session, each) for each in (Answer, Participant, Submission, ContactPoint, Reach)]
    again = take(*rows)
    assert (again.taken, again.known, again.skipped) == ([], [1, 2, 3, 4], [])
    assert [count(session, each) for each in (Answer, Participant, Submission, ContactPoint, Reach)] == before
    assert before[0] == 4


def test_words_taken_back_do_not_return_with_the_same_file(session, take, now):
    take(Row(1, "Dust", id="a"))
    withdraw(session, participant=session.scalars(select(Participant)).one(), now=now)
    assert take(Row(1, "Dust", id="a")).known == [1]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (Row(2, ""), "no words"),
        (Row(2, "x" * 4001), "longer"),
        (Row(2, "x", prompt="9"), "no such prompt"),
        (Row(2, "x", place="Nowhere"), "place"),
        (Row(2, "x", hear_back="loud"), "hear back"),
        (Row(2, "x", phone="12"), "No phone can have"),
        (Row(2, "other words", id="a"), "Line 1 has the same id"),
        (Broken(2, "This line is not JSON."), "not JSON"),
    ],
)
def test_a_broken_row_is_reported_with_its_line_and_loses_nothing_else(session, take, row, says):
    report = take(Row(1, "Dust", id="a"), row, Row(3, "Wind", id="c"))
    assert report.taken == [1, 3]
    assert [skipped.line for skipped in report.skipped] == [2]
    assert says in report.skipped[0].reason % report.skipped[0].values
    assert count(session, Answer) == 2
    assert count(session, Participant) == 2
    assert count(session, ContactPoint) == 0


def test_a_phone_is_one_person_who_hears_back_as_they_chose(session, take):
    report = take(
        Row(1, "Dust", phone=number(1), hear_back="Whole"),
        Row(2, "Wind", phone=number(1).replace("+44", "0"), prompt="2"),
        Row(3, "Rain", phone=number(2)),
    )
    assert report.people == 2
    reaches = session.scalars(select(Reach).order_by(Reach.hear_back)).all()
    assert [each.hear_back for each in reaches] == [HearBack.KNOCK, HearBack.WHOLE]
    assert count(session, Submission) == 2


def test_what_one_phone_says_again_is_left_out_and_said_until_somebody_decides(session, take):
    rows = [
        Row(1, "Dust", phone=number(1)),
        Row(2, "Dust", phone=number(1)),
        Row(3, "Dust", phone=number(2)),
        Row(4, "Wind", phone=number(1)),
        Row(5, "Dust", person="Noor"),
        Row(6, "Dust", person="Noor"),
        Row(7, "Dust"),
        Row(8, "Dust"),
        Row(9, "Dust", phone=number(1), id="a"),
        Row(10, "Dust", phone=number(1), id="b"),
    ]
    report = take(*rows)
    assert report.taken == [1, 3, 4, 5, 7, 8, 9, 10]
    assert [(each.line, each.reason % each.values) for each in report.skipped] == [
        (2, "The same phone or person says the same in line 1."),
        (6, "The same phone or person says the same in line 5."),
    ]
    assert (report.doubles, count(session, Answer)) == (2, 8)
    again = take(*rows)
    assert (again.taken, again.doubles, len(again.known)) == ([], 2, 8)
    decided = take(*rows, doubles=True)
    assert (decided.taken, decided.doubles, count(session, Answer)) == ([2, 6], 0, 10)
    assert take(*rows).known == list(range(1, 11))


def test_a_shared_phone_cannot_tell_whose_words_they_are(session, take, cast, vault):
    first = cast.phone(cast.participant(), vault, 1)
    cast.phone(cast.participant(), vault, 1, suffix=2, point=first.contact_point)
    report = take(Row(1, "Dust", phone=number(1)))
    assert "share this phone" in report.skipped[0].reason


def test_a_buried_phone_does_not_come_back(session, take, vault, now):
    bury(session, vault=vault, what="phone", text=number(1), now=now)
    report = take(Row(1, "Dust", phone=number(1)), Row(2, "Wind"))
    assert report.taken == [2]
    assert "forgotten" in report.skipped[0].reason
    assert count(session, ContactPoint) == 0


def test_a_row_refused_half_way_leaves_nothing_behind(session, take, cast, vault, now):
    first = cast.phone(cast.participant(), vault, 1)
    for suffix in range(2, 10):
        cast.phone(cast.participant(), vault, 1, suffix=suffix, point=first.contact_point)
    for reach in session.scalars(select(Reach)):
        reach.until = now.date()
    session.flush()
    report = take(Row(1, "Dust", phone=number(1)), Row(2, "Wind"))
    assert (report.taken, report.people) == ([2], 1)
    assert "Nine people" in report.skipped[0].reason
    assert count(session, Participant) == 10


def test_a_language_that_has_no_wording_or_is_unknown_still_speaks(session, take):
    take(Row(1, "Dlo", language="ht"), Row(2, "Maji", language="xyz"))
    said = {each.submission.language: each.wording.language for each in session.scalars(select(Answer))}
    assert said == {"ht": "en", "en": "en"}
    assert {each.language for each in session.scalars(select(Participant))} == {"ht", "en"}


def test_a_place_is_where_the_person_stays(session, take, cast):
    take(Row(1, "Dust", place="upper well"))
    assert session.scalars(select(Participant)).one().stays_in is cast.upper


def test_a_prompt_may_be_named_by_its_own_words(session, take):
    take(Row(1, "Dust", prompt="What else matters that nobody asks about?"))
    assert session.scalars(select(Answer)).one().wording.version.prompt.number == 2


def test_what_the_file_calls_somebody_tells_them_apart_and_is_not_kept(session, take, now):
    take(Row(1, "Dust", person="Mary"), Row(2, "Wind", person="Mary"), Row(3, "Rain", person="Jo"))
    assert (count(session, Participant), count(session, Submission)) == (2, 2)
    assert take(Row(4, "Sun", person="Mary")).people == 0
    for person in session.scalars(select(Participant)):
        person.left_on = now.date()
    assert "forgotten" in take(Row(5, "Hail", person="Jo")).skipped[0].reason


def test_groups_are_those_of_the_lists(session, take, cast):
    for place, name in enumerate(("Women", "Herders, young"), start=1):
        session.add(Group(community=cast.community, number=place, name=name))
    report = take(
        Row(1, "Dust", group="women; herders, young"),
        Row(2, "Wind", group="Herders, young"),
        Row(3, "x", group="Us"),
    )
    assert [each.line for each in report.skipped] == [1, 3]
    assert take(Row(1, "Sun", group="women")).taken == [1]
    assert count(session, Belonging) == 2


def test_a_voice_is_an_answer(session, take, vault):
    report = take(
        Row(1, "", sound=Sound(b"no sound", "audio/ogg")), Row(2, "", sound=Sound(b"#!AMR\n" + bytes(14), ""))
    )
    assert (report.taken, report.skipped[0].line) == ([2], 1)
    assert session.scalars(select(AnswerPart)).one().kind is PartKind.RECORDING


def test_rows_after_closing_are_kept_for_the_next_round(session, take, river, cast, now):
    rounds.close_round(session, round=rounds.current_round(session, river), by=cast.amal.actor, now=now)
    assert take(Row(1, "Dust")).later == 1


def test_nothing_is_taken_before_it_opens(session, vault, cast, now):
    hill = cast.consultation("hill", opened=False)
    with pytest.raises(Refused, match="not opened"):
        imports.take_in(
            session,
            vault=vault,
            round=rounds.current_round(session, hill),
            rows=[],
            default_language="en",
            now=now,
            by=history.OPERATOR,
        )


def test_an_import_asks_once_for_all_of_its_cards_and_counts_its_rows(session, take):
    take(Row(1, "Dust"), Row(2, "Wind"), Row(3, ""))
    assert [each.name for each in session.scalars(select(OutboxItem))] == ["number_card"]
    taken = session.scalars(select(Import)).one()
    assert (taken.taken, taken.known, taken.skipped, taken.by_id) == (2, 0, 1, None)


def test_a_row_costs_the_same_in_a_long_file_as_in_a_short_one(session, take):
    asked = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))

    def cost(rows):
        before = len(asked)
        assert len(take(*rows).taken) == len(rows)
        return len(asked) - before

    def rows(first, many):
        return [
            Row(n, f"Words {n}", id=str(n), phone=number(n) if n % 2 else "")
            for n in range(first, first + many)
        ]

    cost(rows(0, 2))
    short, long = cost(rows(100, 10)), cost(rows(200, 200))
    assert long / 200 <= 20
    assert long / 200 <= short / 10 + 1
