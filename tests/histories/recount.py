"""The ledger once more, slowly: row by row from what is kept, and from what the phones received.

Nothing of closing is imported here, nor asked: what is owed follows from who spoke and how words were sorted
at each release; who was reached, from the texts that the network delivered, from codes that were opened
and from returns to the community.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.post.states import Delivery
from tests.histories.kept import (
    ALONE,
    NO_THEME,
    NOBODY,
    ON_THEME,
    SET_ASIDE,
    UNREAD,
    Rows,
    came_to,
    is_held,
    is_reopened,
    languages,
    lies,
    line,
    newest_findings,
    no_answer,
    of_offices,
    rows_in,
    says,
    standing,
    themes_of,
)  # fmt: skip
from tests.histories.phones import Text

LINES = {"alone", "alone_for", "alone_no_line", "alone_no_line_for", "set_aside", "set_aside_for"}
WHOLE = {"whole_answer", "whole_answer_for"}


@dataclass
class Owed:
    """What is owed to one person for one theme, or for words on none."""

    person: str
    theme: str
    kind: str
    in_person: bool = False
    told_here: bool = False
    sent: bool = False
    failed: bool = False
    says: str | None = None
    reason: str | None = None

    @property
    def reached(self) -> bool:
        return self.in_person or self.told_here


@dataclass
class Tally:
    """What the slow way counts, under the names of the ledger."""

    people: dict[str, int]
    owed: dict[str, int]
    debts: dict[str, int]
    says: dict[str, int]
    silent: int
    each: list[Owed] = field(repr=False)


class Recount:
    """Keeps what must be owed by now: call `released`, `opened` when it happens, `look` after every step."""

    def __init__(self, database: Database, vault: Vault, said: Mapping[str, set[UUID]]) -> None:
        self.database, self.vault, self.said = database, vault, said
        self.on_themes: dict[str, set[str]] = defaultdict(set)
        self.in_round: set[str] = set()
        self.read_by_code: set[tuple[str, str, str]] = set()
        self.told_here: set[tuple[str, str, str]] = set()
        self.had_when_they_left: dict[str, int] = {}

    # As it happens.

    def look(self) -> None:
        """After a release, whatever comes to lie on a released theme is owed that theme's answer too."""
        rows = rows_in(self.database)
        if not rows["findings"]:
            return
        newest = newest_findings(rows)["id"]
        released = {
            each["theme_id"] for each in rows["findings_theme"].values() if each["findings_id"] == newest
        }
        for who, codes in lies(rows).items():
            on = {code["theme_id"] for answer in codes for code in answer or () if code["theme_id"]}
            if not rows["participant"][who]["left_on"]:
                self.on_themes[who] |= on & released
        # Who is owed a theme is owed nothing more for words on none, unless that was told already.
        kept = {each["participant_id"] for each in rows["obligation"].values() if each["theme_id"] is None}
        self.in_round -= {who for who in self.in_round if self.on_themes[who] and who not in kept}

    def released(self) -> None:
        rows = rows_in(self.database)
        self.look()
        self.in_round |= {
            who
            for who, row in rows["participant"].items()
            if lies(rows).get(who) and not row["left_on"] and not self.on_themes[who]
        }

    def opened(self, person: UUID) -> None:
        """Somebody reads with their code what stands for them now, in a language of theirs."""
        rows, who = rows_in(self.database), person.hex
        language = rows["participant"][who]["language"]
        for theme in self.on_themes[who]:
            if not is_held(rows, theme):
                for its in of_offices(rows, theme):
                    if language in languages(rows, its[-1]):
                        self.read_by_code.add((who, theme, its[-1]["id"]))
        kind = came_to(rows, who)
        if who in self.in_round and (kind == SET_ASIDE or (kind == ALONE and language in line(rows))):
            self.read_by_code.add((who, NO_THEME, NO_THEME))

    def told(self, versions: list[UUID], place: UUID | None, line_read: bool) -> None:
        """Answers, and perhaps the line about words on none, are told to all, or to those of a place."""
        rows = rows_in(self.database)
        for who, row in rows["participant"].items():
            if row["left_on"] or (place is not None and row["stays_in_id"] != place.hex):
                continue
            for version in versions:
                answered = themes_of(rows, rows["response_version"][version.hex]["response_id"])
                self.told_here |= {(who, theme, version.hex) for theme in answered & self.on_themes[who]}
            if line_read and who in self.in_round and came_to(rows, who) != UNREAD:
                self.told_here.add((who, NO_THEME, NO_THEME))

    def owed_to(self, person: UUID, texts: Sequence[Text]) -> int:
        return sum(one.person == person.hex for one in self.tally(texts).each)

    def leaves(self, person: UUID, had: int) -> None:
        """What is owed to somebody who leaves stays in the count, tied to nothing."""
        who = person.hex
        self.had_when_they_left[who] = had
        self.on_themes.pop(who, None)
        self.in_round.discard(who)

    # The count.

    def tally(self, texts: Sequence[Text]) -> Tally:
        rows = rows_in(self.database)
        each = list(self._each(rows, self._heard(rows, texts)))
        here = [one for one in each if one.kind != "left"]
        stages = {
            "owed": each,
            "on_theme": [one for one in here if one.kind == "theme"],
            "alone": [one for one in here if one.kind == "alone"],
            "set_aside": [one for one in here if one.kind == "set_aside"],
            "not_read": [one for one in here if one.kind == "unread"],
            "answered": [
                one
                for one in here
                if one.kind in ("alone", "set_aside") or (one.theme and standing(rows, one.theme))
            ],
            "sent": [one for one in here if one.sent],
            "in_person": [one for one in here if one.in_person],
            "in_community": [one for one in here if one.told_here and not one.in_person],
            "reached": [one for one in here if one.reached],
        }
        spoke = {each["participant_id"] for each in rows["submission"].values()}
        left = {person for person in spoke if rows["participant"][person]["left_on"]}
        people = {name: len({one.person for one in some}) for name, some in stages.items()}
        people |= {"spoke": len(spoke), "left": len(left)}
        return Tally(
            people=people,
            owed={name: len(some) for name, some in stages.items()},
            debts=dict(Counter(one.reason for one in each if one.reason)),
            says=dict(Counter(one.says for one in here if one.says)),
            silent=sum(1 for one in here if one.kind == "theme" and one.reached and one.says is None),
            each=each,
        )

    def _each(self, rows: Rows, heard: "Heard") -> Iterator[Owed]:
        for person, row in rows["participant"].items():
            if row["left_on"]:
                had = self.had_when_they_left.get(person, 0)
                yield from (Owed(person, NO_THEME, "left", reason="left") for _ in range(had))
                continue
            for theme in sorted(self.on_themes[person]):
                yield self._on_theme(rows, heard, person, theme)
            if person in self.in_round:
                line = self._on_none(rows, heard, person)
                # Once words lie on a theme its answer is owed instead; only what was heard before stays.
                yield from [line] if line.reached or not self.on_themes[person] else []

    def _on_theme(self, rows: Rows, heard: "Heard", person: str, theme: str) -> Owed:
        versions = standing(rows, theme)
        stand = {version["id"] for version in versions}
        asked = {version for who, on, version in self.read_by_code if (who, on) == (person, theme)}
        here = {version for who, on, version in self.told_here if (who, on) == (person, theme)}
        one = Owed(
            person,
            theme,
            ON_THEME,
            in_person=bool(stand & (asked | heard.delivered[person, theme])),
            told_here=bool(stand & here),
            sent=bool(stand & heard.out[person, theme]),
            failed=bool(stand & heard.failed[person, theme]),
            says=says(rows, person, theme, stand),
        )
        language = rows["participant"][person]["language"]
        worded = bool(versions) and language in languages(rows, versions[-1])
        one.reason = _why(rows, one, answered=bool(versions), worded=worded)
        return one

    def _on_none(self, rows: Rows, heard: "Heard", person: str) -> Owed:
        proof = (person, NO_THEME, NO_THEME)
        one = Owed(
            person,
            NO_THEME,
            came_to(rows, person),
            in_person=proof in self.read_by_code or NO_THEME in heard.delivered[person, NO_THEME],
            told_here=proof in self.told_here,
            sent=NO_THEME in heard.out[person, NO_THEME],
            failed=NO_THEME in heard.failed[person, NO_THEME],
        )
        language = rows["participant"][person]["language"]
        worded = one.kind != ALONE or language in line(rows)
        one.reason = _why(rows, one, answered=True, worded=worded)
        return one

    def _heard(self, rows: Rows, texts: Sequence[Text]) -> "Heard":
        """Who had which answer on their phone; a text says for whom it is where several people have one."""
        tried = {each["token"]: rows["message"][each["message_id"]] for each in rows["attempt"].values()}
        people = {
            (way["contact_point_id"], way["suffix"]): way["participant_id"] for way in rows["reach"].values()
        }
        themes = {str(each["number"]): each["id"] for each in rows["theme"].values()}
        heard = Heard()
        for each in texts:
            phone = tried[each.token]["contact_point_id"]
            for key, carried in each.said:
                person = people.get((phone, int(carried.get("person", 1))), NOBODY)
                if key in LINES:
                    heard.note(person, NO_THEME, NO_THEME, each)
                elif key in WHOLE:
                    for theme in carried["themes"].split(", "):
                        for version in self.said[carried["words"]]:
                            heard.note(person, themes[theme], version.hex, each)
        return heard


class Heard:
    """By person and theme: versions that the network delivered, did not give up, or gave up for good."""

    def __init__(self) -> None:
        self.delivered: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.out: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.failed: dict[tuple[str, str], set[str]] = defaultdict(set)

    def note(self, person: str, theme: str, version: str, text: Text) -> None:
        if text.state is Delivery.DELIVERED:
            self.delivered[person, theme].add(version)
        if text.state is not Delivery.FAILED:
            self.out[person, theme].add(version)
            self.failed[person, theme].discard(version)
        elif version not in self.out[person, theme]:
            self.failed[person, theme].add(version)


def _why(rows: Rows, one: Owed, *, answered: bool, worded: bool) -> str | None:
    if one.theme and is_reopened(rows, one.theme):
        return "reopened"
    if one.reached:
        return None
    if one.kind == UNREAD:
        return "not_read_yet"
    if one.theme and is_held(rows, one.theme):
        return "held"
    if not answered:
        return no_answer(rows, one.theme)
    ways = [
        (way, rows["contact_point"][way["contact_point_id"]])
        for way in rows["reach"].values()
        if way["participant_id"] == one.person and not way["until"]
    ]
    wants = [(way, point) for way, point in ways if way["hear_back"] != "nothing"]
    listens = [way for way, point in wants if not point["stopped_at"] and not point["dead_at"]]
    if not ways:
        return "no_channel"
    if not wants:
        return "chose_nothing"
    if not listens:
        return "phone_stopped" if any(point["stopped_at"] for _, point in wants) else "dead_number"
    if not worded:
        return "no_wording"
    if not any(way["hear_back"] == "whole" for way in listens):
        return "knock_only"
    return "dead_number" if one.failed else "waiting"
