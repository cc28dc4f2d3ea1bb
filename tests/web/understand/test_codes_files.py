"""A representative brings a codebook: sees it, takes what fits, and takes theirs elsewhere."""

import io

import pytest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


def test_a_codebook_is_looked_at_then_taken_and_goes_out_again(site):
    with site.database.work() as session:
        session.merge(site.cast.community)
        _consultation(site, session)
    client = site.signed_in(site.cast.amal)
    sent = {"file": (io.BytesIO(b"name,definition\nroads,cut by rain\nschools,\n"), "theirs.csv")}
    page = client.post("/understand/river/codes/file", data=sent, content_type="multipart/form-data").text
    assert "cut by rain" in page
    assert "roads" not in client.get("/understand/river/codes/").text, "nothing was added yet"
    chosen = {"name": ["roads", "schools"], "definition": ["cut by rain", ""], "take": ["0"]}
    taken = client.post("/understand/river/codes/file/take", data=chosen)
    assert taken.status_code == 303
    page = client.get("/understand/river/codes/").text
    assert "roads" in page
    assert "schools" not in page
    assert b'name="roads"' in client.get("/understand/river/codes/codebook.qdc").data
    assert b"roads,cut by rain" in client.get("/understand/river/codes/codebook.csv").data
    assert client.get("/understand/river/codes/codebook.exe").status_code == 404


def test_a_file_that_is_no_codebook_is_said_plainly(site):
    with site.database.work() as session:
        _consultation(site, session)
    sent = {"file": (io.BytesIO(b"<html/>"), "x.qdc")}
    client = site.signed_in(site.cast.amal)
    answer = client.post("/understand/river/codes/file", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "no codebook that we know" in answer.text


def test_nobody_looks_in_vain_where_nothing_was_chosen_or_nothing_is_new(site):
    with site.database.work() as session:
        _consultation(site, session)
    client = site.signed_in(site.cast.amal)
    take = "/understand/river/codes/file/take"
    written = {"name": ["roads", "- wells"], "definition": ["cut by\nrain", ""]}
    answer = client.post(take, data=written)
    assert answer.status_code == 422
    assert "Choose at least one code." in answer.text
    assert 'value="roads"' in answer.text, "the list stays"
    assert "cut by\nrain" in answer.text
    assert " checked" not in answer.text
    assert client.post(take, data=written | {"take": ["0", "1"]}).status_code == 303
    for kind in ("csv", "qdc"):
        ours = client.get(f"/understand/river/codes/codebook.{kind}").data
        sent = {"file": (io.BytesIO(ours), f"ours.{kind}")}
        again = client.post(
            "/understand/river/codes/file", data=sent, content_type="multipart/form-data"
        ).text
        assert "Codes that are new here: 0" in again
        assert "Look at another file" in again


def _consultation(site, session):
    cast = object.__new__(type(site.cast))
    kept = vars(site.cast).items()
    vars(cast).update({k: session.merge(v) if hasattr(v, "__tablename__") else v for k, v in kept})
    cast.session = session
    return cast.consultation()
