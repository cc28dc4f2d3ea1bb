import pytest

from consult.common.errors import Refused
from consult.loop.collect.rows import Broken, Row, read_csv, read_jsonl, same_row


def test_json_lines_become_rows_and_broken_ones_say_where():
    lines = [
        '\ufeff{"id": 7, "lang": "fr", "text": " Bonjour ", "other": [1]}\n',
        "\n",
        "{broken\n",
        "[1]\n",
        '{"text": {"a": 1}}\n',
        '{"text": null}\n',
        "[" * 20000 + "\n",
    ]
    read = list(read_jsonl(lines, {}))
    assert read[0] == Row(line=1, id="7", text="Bonjour", language="fr")
    assert [each.line for each in read if isinstance(each, Broken)] == [3, 4, 5, 7]
    assert read[4] == Row(line=6, text="")


def test_columns_can_be_named_otherwise():
    read = list(read_jsonl(['{"answer": "Dust", "text": "no"}'], {"text": "answer"}))
    assert read == [Row(line=1, text="Dust")]
    assert list(read_csv(["n;what\n", "1;Dust, and wind\n"], {"text": "what", "id": "n"})) == [
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
    read = list(read_csv(lines, {}))
    assert read[0] == Row(line=2, id="1", text="Dust\nand wind", language="en")
    assert [(type(each), each.line) for each in read[1:]] == [(Broken, 5), (Broken, 6), (Row, 7)]


@pytest.mark.parametrize(
    ("lines", "columns"), [([], {}), (["id,words\n"], {}), (["id,text\n"], {"phone": "tel"})]
)
def test_a_file_without_the_columns_is_refused_whole(lines, columns):
    with pytest.raises(Refused) as refused:
        list(read_csv(lines, columns))
    assert str(refused.value).startswith("The file")


def test_a_row_never_shows_its_words():
    assert "Dust" not in repr(Row(line=1, text="Dust", phone="x"))


def test_the_same_row_is_known_by_its_id_or_by_all_it_says():
    assert same_row(Row(1, "a", id="x"), 1) == same_row(Row(2, "b", id="x"), 2)
    assert same_row(Row(1, "a"), 1) == same_row(Row(9, "a"), 1)
    assert same_row(Row(1, "a"), 1) != same_row(Row(1, "a"), 2)


def test_what_no_database_keeps_is_left_out():
    assert next(read_jsonl(['{"text": "a\\u0000b\\ud800"}'], {})).text == "ab?"


def test_a_quotation_mark_that_nobody_closed_swallows_nothing():
    lines = ["id,text\n", '1,"Dust\n', "2,Wind\n", '3,"Rain ""and"" mud"\n', '4,"no\n']
    read = list(read_csv(lines, {}))
    assert [each.line for each in read if isinstance(each, Broken)] == [2, 5]
    assert [each.text for each in read if isinstance(each, Row)] == ["Wind", 'Rain "and" mud']
