from pathlib import Path

import pytest

from consult.languages.catalogues import read_catalogue
from consult.languages.checks import problems, state
from consult.languages.gather import gather, plural_header, templates_fresh, update, write_templates
from consult.languages.records import Language, read_languages

CODE = """
from consult.common.errors import mark
# TRANSLATORS: Said kindly.
mark("Hello %(name)s.")
mark("Staff " "only.")
"""
PAGE = """{# TRANSLATORS: A button. #}
<p>{{ _("Send") }}</p>{{ _("Staff only.") }}{{ ngettext("%(num)s card", "%(num)s cards", 3) }}"""


@pytest.fixture
def root(tmp_path: Path, juba: Path) -> Path:
    (tmp_path / "consult/loop/close").mkdir(parents=True)
    (tmp_path / "consult/loop/close/ledger.py").write_text(CODE)
    (tmp_path / "consult/web/templates/public").mkdir(parents=True)
    (tmp_path / "consult/web/templates/public/start.html").write_text(PAGE)
    (tmp_path / "consult/cli").mkdir()
    (tmp_path / "consult/cli/setup.py").write_text('mark("Only for the shell.")')
    return tmp_path


@pytest.fixture
def pga(juba: Path) -> Language:
    return read_languages(juba)["pga"]


def ids(catalog: object) -> list[object]:
    return [message.id for message in catalog if message.id]  # type: ignore[attr-defined]


def test_sentences_are_sorted_by_who_meets_them_and_stand_once(root: Path) -> None:
    found = gather(root)
    assert ids(found["participant"]) == ["Send", "Staff only.", ("%(num)s card", "%(num)s cards")]
    assert ids(found["staff"]) == ["Hello %(name)s."]
    assert found["staff"].get("Hello %(name)s.").auto_comments == ["Said kindly."]
    assert found["participant"].get("Send").auto_comments == ["A button."]


def test_templates_change_only_when_words_do(root: Path, juba: Path) -> None:
    write_templates(juba, gather(root))
    assert templates_fresh(juba, gather(root))
    text = (juba / "staff.pot").read_text()
    assert "Date" not in text
    assert "ledger.py:" not in text
    file = root / "consult/loop/close/ledger.py"
    file.write_text("\n\n\n" + file.read_text())
    assert templates_fresh(juba, gather(root))
    file.write_text(file.read_text() + 'mark("One more.")')
    assert not templates_fresh(juba, gather(root))


def test_files_are_made_for_a_language_no_library_knows(root: Path, juba: Path, pga: Language) -> None:
    update(juba, pga, gather(root))
    text = (juba / "pga/LC_MESSAGES/participant.po").read_text()
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in text
    assert "fuzzy" not in text
    assert plural_header(pga) in text
    assert text.count("msgstr[") == 2


def test_a_translation_follows_its_sentence_and_a_changed_sentence_is_new(
    root: Path, juba: Path, pga: Language
) -> None:
    update(juba, pga, gather(root))
    staff = juba / "pga/LC_MESSAGES/staff.po"
    staff.write_text(
        staff.read_text().replace(
            'msgid "Hello %(name)s."\nmsgstr ""', 'msgid "Hello %(name)s."\nmsgstr "Salam %(name)s."'
        )
    )
    (root / "consult/web/templates/public/new.html").write_text('{{ _("Hello %(name)s.") }}')
    (root / "consult/web/templates/public/start.html").write_text('{{ _("Send it") }}')
    update(juba, pga, gather(root))
    catalogue = read_catalogue(juba, "pga", pga.plural)
    assert catalogue.find("Hello %(name)s.") == "Salam %(name)s."
    assert catalogue.find("Send it") is None
    assert "Salam" in (juba / "pga/LC_MESSAGES/participant.po").read_text()


def test_what_is_wrong_is_said(root: Path, juba: Path, pga: Language) -> None:
    found = gather(root)
    update(juba, pga, found)
    file = juba / "pga/LC_MESSAGES/participant.po"
    good = (
        file.read_text()
        .replace('"Send"\nmsgstr ""', '"Send"\nmsgstr "Rasil"')
        .replace('"Staff only."\nmsgstr ""', '"Staff only."\nmsgstr "Nas shokol bes."')
        .replace('msgstr[0] ""', 'msgstr[0] "waraga"')
        .replace('msgstr[1] ""', 'msgstr[1] "warag %(num)s"')
    )

    def wrong(old: str = "", new: str = "") -> str:
        file.write_text(good.replace(old, new) if old else good)
        return "\n".join(line for line in problems(juba, pga, found) if "participant" in line)

    assert wrong() == ""
    assert state(juba, pga, "participant", found["participant"]).translated == 3
    assert "1 sentences have no translation" in wrong('"Rasil"', '""')
    assert "placeholders" in wrong("warag %(num)s", "warag %(number)s")
    assert "turns the line round" in wrong("Rasil", "\u202eRasil")
    assert "space" in wrong('"Rasil"', '"Rasil "')
    assert "plural header" in wrong("plural=(n != 1)", "plural=(n > 1)")
    assert "not those of the code" in wrong('msgid "Send"', 'msgid "Sent"')
    assert "still English" not in wrong('"Rasil"', '"Send"')
    good = good.replace("Nas shokol bes.", "Staff only.")
    assert "2 sentences are still English" in wrong('"Rasil"', '"Send"')
    assert "doubtful" in wrong('msgid "Send"', '#, fuzzy\nmsgid "Send"')
