from consult.loop.collect.rows import Row, Sound, same_row


def test_a_row_never_shows_its_words():
    assert "Dust" not in repr(Row(line=1, text="Dust", phone="x", person="Mary"))
    assert "b'" not in repr(Sound(b"voice", "audio/ogg"))


def test_the_same_row_is_known_by_its_id_or_by_all_it_says():
    assert same_row(Row(1, "a", id="x"), 1) == same_row(Row(2, "b", id="x"), 2)
    assert same_row(Row(1, "a"), 1) == same_row(Row(9, "a"), 1)
    assert same_row(Row(1, "a"), 1) != same_row(Row(1, "a"), 2)
    assert same_row(Row(1, "a", person="x"), 1) != same_row(Row(1, "a", person="y"), 1)
    assert same_row(Row(1, "", sound=Sound(b"1", "")), 1) != same_row(Row(1, "", sound=Sound(b"2", "")), 1)


def test_rows_of_files_from_before_are_still_known():
    told = "row|de175bef5d773d1b3292c6098e22841d5b10c108087d5dca1355c71b3b68420e|0"
    assert same_row(Row(1, "Dust", language="fr"), 0) == told
