"""Machine help tried on one's own answers."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from consult.assist import at_hand
from consult.cli import main
from tests.assist.conftest import THEMES

SAID = {
    f"{code}-{name}-{at}": (code, name, f"{of[at]} {of[at - 1]} {of[at - 2]} {of[at - 3]}")
    for code, themes in {**THEMES, "fr": THEMES["en"]}.items()  # the same letters, said to be French
    for name, of in themes.items()
    for at in range(8)
}


def lines(*rows: dict[str, Any]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n"


def consult(folder: Path, *words: str, **files: str) -> Result:
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return CliRunner().invoke(main, ["similar", *(str(folder / w) if w in files else w for w in words)])


def read(result: Result) -> list[dict[str, Any]]:
    assert (result.exit_code, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


ASKED = lines(*({"id": name, "text": text, "lang": code} for name, (code, _, text) in SAID.items()))


def test_each_answer_has_a_group_of_its_own_language_and_those_near_it(tmp_path: Path) -> None:
    found = read(consult(tmp_path, "asked", "--by", "letters", asked=ASKED))
    assert [each["id"] for each in found] == list(SAID)
    assert [list(each) for each in found] == [["id", "group", "near"]] * len(SAID)
    languages = {
        each["group"]: {SAID[o["id"]][0] for o in found if o["group"] == each["group"]} for each in found
    }
    assert all(len(each) == 1 for each in languages.values())
    for each in found:
        assert 0 < len(each["near"]) <= 5
        assert each["id"] not in each["near"]
        assert {SAID[other][0] for other in each["near"]} == {SAID[each["id"]][0]}
        assert SAID[each["near"][0]][1] == SAID[each["id"]][1]


def test_codes_that_people_gave_are_suggested_best_first(tmp_path: Path) -> None:
    given = lines(
        *(
            {"id": name, "text": text, "lang": code, "codes": [theme] if theme != "road" else []}
            for name, (code, theme, text) in SAID.items()
            if code == "en" and int(name[-1]) % 2
        )
    )
    asked = lines(*({"id": at, "text": text} for at, (_, _, text) in enumerate(SAID.values())))
    found = read(consult(tmp_path, "asked", "--given", "given", "--lang", "en", asked=asked, given=given))
    assert [each["id"] for each in found] == list(range(len(SAID)))
    for (code, theme, _), each in zip(SAID.values(), found, strict=True):
        scores = [one["score"] for one in each["suggestions"]]
        assert scores == sorted(scores, reverse=True)
        assert {one["code"] for one in each["suggestions"]} == {"water", "school"}
        if code == "en" and theme != "road":
            assert each["suggestions"][0]["code"] == theme
        if code == "en" and theme == "road":
            assert sum(scores) < 0.6, "an answer that fits no code is like those that fitted none"


@pytest.mark.parametrize(
    ("asked", "given", "sentence"),
    [
        ('{"id": "a"}', None, "Line 1 is not a JSON object with id and text."),
        ('{"id": 1, "text": "x"}\n\nx', None, "Line 3 is not a JSON object with id and text."),
        ('{"id": 1, "text": "x"}', '{"id": 1, "text": "x"}', "Line 1 is not a JSON object with id, text"),
        ('{"id": 1, "text": "x"}', "", "The file of coded answers is empty."),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_printed(
    tmp_path: Path, asked: str, given: str | None, sentence: str
) -> None:
    more = {} if given is None else {"given": given}
    done = consult(tmp_path, "asked", *(["--given", "given"] if more else []), asked=asked, **more)
    assert (done.exit_code, done.stdout) == (1, "")
    assert sentence in done.stderr


def test_no_answer_prints_nothing_and_meaning_needs_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_hand, "find_spec", lambda _: None)
    assert read(consult(tmp_path, "asked", asked="")) == []
    done = consult(tmp_path, "asked", "--by", "meaning", asked="")
    assert done.exit_code == 1
    assert 'pip install "consult[semantic]"' in done.stderr
