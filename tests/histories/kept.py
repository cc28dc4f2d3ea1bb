"""What is kept, as plain rows, and what follows from it: gone through from end to end, each time anew."""

from collections import defaultdict
from typing import Any

from sqlalchemy import text

from consult.db.unit import Database

Row = dict[str, Any]
Rows = dict[str, dict[Any, Row]]
TABLES = (
    "answer", "attempt", "code", "coding", "coding_code", "contact_point", "findings", "findings_theme",
    "hold", "message", "obligation", "participant", "reach", "response", "response_theme",
    "response_version", "submission", "theme", "translation", "verdict",
)  # fmt: skip
ON_THEME, ALONE, SET_ASIDE, UNREAD = "theme", "alone", "set_aside", "unread"
NO_THEME = NOBODY = ""
NO_ANSWER = ("needs_others", "need_to_know_more")
"""What an office says that leaves the answer owed."""


def rows_in(database: Database) -> Rows:
    """Every row, by its id."""
    with database.reading() as session:
        return {
            table: {
                each.get("id", n): dict(each)
                for n, each in enumerate(session.execute(text(f'SELECT * FROM "{table}"')).mappings())
            }
            for table in TABLES
        }


def lies(rows: Rows) -> dict[str, list[list[Row] | None]]:
    """By person: for each answer that stands the codes under which it lies, or None while it is unread."""
    under: dict[str, list[Row]] = defaultdict(list)
    for each in rows["coding_code"].values():
        code = rows["code"][each["code_id"]]
        under[each["coding_id"]].append(rows["code"].get(code["alias_of_id"], code))
    counts: dict[str, Row] = {}
    for coding in sorted(rows["coding"].values(), key=lambda each: each["sequence"]):
        if coding["primary"] and not coding["retracted_at"]:
            counts[coding["answer_id"]] = coding
    found: dict[str, list[list[Row] | None]] = defaultdict(list)
    for answer in rows["answer"].values():
        if answer["withdrawn_on"] or answer["protected_on"] or not answer["submission_id"]:
            continue
        who = rows["submission"][answer["submission_id"]]["participant_id"]
        coding = counts.get(answer["id"])
        found[who].append(under[coding["id"]] if coding else None)
    return found


def came_to(rows: Rows, person: str) -> str:
    """What all words of a person came to that lie on no theme."""
    answers = lies(rows).get(person, [])
    read = [answer for answer in answers if answer is not None]
    if any(code["theme_id"] for answer in read for code in answer):
        return ALONE
    if not read:
        return UNREAD
    aside = [answer for answer in read if any(code["control"] == "not_an_answer" for code in answer)]
    return SET_ASIDE if len(aside) == len(answers) else ALONE


def newest_findings(rows: Rows) -> Row:
    return max(rows["findings"].values(), key=lambda each: each["number"])


def line(rows: Rows) -> set[str]:
    """The languages of the line about words on no theme; no translator of it lives here."""
    return {newest_findings(rows)["language"]}


def themes_of(rows: Rows, response: str) -> set[str]:
    return {
        rows["findings_theme"][each["findings_theme_id"]]["theme_id"]
        for each in rows["response_theme"].values()
        if each["response_id"] == response
    }


def of_offices(rows: Rows, theme: str) -> list[list[Row]]:
    """Of each answer to a theme: the published versions that stand, the one that is read last. What was
    decided first stands first."""
    found = []
    for response in rows["response"]:
        if theme not in themes_of(rows, response):
            continue
        out = [
            each
            for each in rows["response_version"].values()
            if each["response_id"] == response and each["published_at"]
        ]
        out.sort(key=lambda each: each["number"])
        while any(not each["only_wording"] for each in out[1:]):
            out = out[1:]
        if out:
            found.append(out)
    return sorted(found, key=lambda standing: (standing[0]["published_at"], standing[0]["id"]))


def standing(rows: Rows, theme: str) -> list[Row]:
    """The versions of the answer that stands: what was decided last, of what is an answer."""
    answers = [each for each in of_offices(rows, theme) if each[-1]["kind"] not in NO_ANSWER]
    return answers[-1] if answers else []


def no_answer(rows: Rows, theme: str) -> str:
    """Why there is none: nobody said anything, or the last that was said leaves it owed."""
    said = of_offices(rows, theme)
    if not said:
        return "no_answer_yet"
    return "handed_over" if said[-1][-1]["kind"] == "needs_others" else "asked_back"


def languages(rows: Rows, version: Row) -> set[str]:
    written = {
        each["language"]
        for each in rows["translation"].values()
        if (each["about_id"], each["field"]) == (version["id"], "words") and not each["waits"]
    }
    return written | {version["language"]}


def is_held(rows: Rows, theme: str) -> bool:
    return any(each["theme_id"] == theme and not each["lifted_at"] for each in rows["hold"].values())


def verdicts(rows: Rows, theme: str) -> list[Row]:
    """What people said of answers to a theme, in the order in which each said it."""
    mine = [each for each in rows["verdict"].values() if each["theme_id"] == theme]
    return sorted(
        (each for each in mine if each["question"] == "answered"), key=lambda each: each["sequence"]
    )


def says(rows: Rows, person: str, theme: str, standing: set[str]) -> str | None:
    """A person's last word, where it is about what stands."""
    last = [each for each in verdicts(rows, theme) if each["participant_id"] == person][-1:]
    return next((each["says"] for each in last if each["version_id"] in standing), None)


def is_reopened(rows: Rows, theme: str) -> bool:
    """Somebody's last word about an office's answer that stands is *not what we said*."""
    for standing in of_offices(rows, theme):
        its = {each["id"] for each in rows["response_version"].values()}
        its = {i for i in its if rows["response_version"][i]["response_id"] == standing[0]["response_id"]}
        last = {each["participant_id"]: each for each in verdicts(rows, theme) if each["version_id"] in its}
        now = {version["id"] for version in standing}
        if any(each["says"] == "not_what_we_said" and each["version_id"] in now for each in last.values()):
            return True
    return False
