"""CSV and JSON lines: by their content, with every letter right, and every broken line named."""

import pytest

from consult.common.errors import Refused
from consult.loop.collect.rows import Broken, Row
from tests.files.brought import broken, read, texts


def test_json_lines_become_rows_and_broken_ones_say_where():
    lines = [
        '\ufeff{"id": 7, "lang": "fr", "text": " Bonjour ", "other": [1]}',
        "",
        "{broken",
        "[1]",
        '{"text": {"a": 1}}',
        '{"text": null}',
        '{"text": "a\\u0000b\\ud800"}',
        "[" * 20000,
    ]
    rows = read("\n".join(lines).encode())
    assert rows[0] == Row(line=1, id="7", text="Bonjour", language="fr")
    assert sorted(broken(rows)) == [3, 4, 5, 8]
    assert texts(rows) == ["Bonjour", "", "ab?"]


def test_a_list_of_objects_is_read_too():
    assert texts(read(b'[{"text": "Dust"}, {"text": "Wind"}]')) == ["Dust", "Wind"]


def test_columns_can_be_named_otherwise():
    assert read(b'{"answer": "Dust", "text": "no"}', [("answer", "text")]) == [Row(line=1, text="Dust")]
    assert read(b"n;what\n1;Dust, and wind\n", [("what", "text"), ("n", "id")]) == [
        Row(line=2, id="1", text="Dust, and wind")
    ]


def test_csv_keeps_line_breaks_and_counts_lines():
    lines = [
        "\ufeffid,text,lang\n",
        '1,"Dust\n',
        'and wind",en\n',
        "\n",
        "2,a,en,more\n",
        '3,"b"c,en\n',
        "4,d\n",
    ]
    rows = read("".join(lines).encode())
    assert rows[0] == Row(line=2, id="1", text="Dust\nand wind", language="en")
    assert [(type(each), each.line) for each in rows[1:]] == [(Broken, 5), (Broken, 6), (Row, 7)]


def test_a_quotation_mark_that_nobody_closed_swallows_nothing():
    rows = read(b'id,text\n1,"Dust\n2,Wind\n3,"Rain ""and"" mud"\n4,"no\n')
    assert list(broken(rows)) == [2, 5]
    assert texts(rows) == ["Wind", 'Rain "and" mud']


def test_what_stands_before_the_names_of_columns_is_skipped_and_counted():
    assert read(b'\n\n"text","more\nnames"\nDust,\n') == [Row(line=5, text="Dust")]


def test_a_line_that_ends_early_is_told_and_not_passed_over():
    assert texts(read(b"id,a,b\n7\n", [("a", "text:1"), ("b", "text:2")])) == [""]


def test_words_to_two_prompts_in_one_line_are_one_persons():
    first, second, third = read(b"a,b,place\nDust,Wind,Hill\n,Rain,\n", [("a", "text:1"), ("b", "text:2")])
    assert (first.prompt, second.prompt, third.prompt) == ("1", "2", "2")
    assert first.person == second.person != third.person
    assert (first.place, third.place) == ("Hill", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_letters_are_known_by_themselves(encoding):
    text = "text\nالماء بعيد\n"
    content = text.encode(encoding)
    if encoding == "utf-16-be":
        content = b"\xfe\xff" + content
    assert texts(read(content)) == ["الماء بعيد"]


def test_old_letters_are_read_only_when_somebody_says_so():
    content = "text\nL’été est sec\n".encode("cp1252")
    with pytest.raises(Refused, match="not UTF-8"):
        read(content)
    assert texts(read(content, encoding="cp1252")) == ["L’été est sec"]


@pytest.mark.parametrize(
    ("content", "uses", "says"),
    [
        (b"", [], "empty"),
        (b"\xef\xbb\xbf \n", [], "empty"),
        (b"id,words\n", [], "no column named text"),
        (b"id,text\n", [("tel", "phone")], "no column tel for phone"),
        ("text\nx\n".encode("utf-16-le"), [], "not text that we know"),
        (b"\xd0\xcf\x11\xe0rest", [], "old kind"),
        (b"PK\x03\x04broken", [], "broken"),
        (b"[]", [], "no answers"),
        (b'{"results": []}', [], "no answers"),
        (b'id,"text\n', [], "first line"),
    ],
)
def test_a_file_that_is_no_good_is_refused_whole_and_says_why(content, uses, says):
    with pytest.raises(Refused) as refused:
        read(content, uses)
    assert says in str(refused.value)
