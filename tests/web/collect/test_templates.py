"""A representative looks at ways to ask together, follows one, prints its sheet, says whose it is."""

from consult.people import lists


def test_a_way_is_looked_at_followed_ticked_and_printed(site):
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation(opened=False)
        lists.name_group(
            session, community=site.cast.community, name="Women", by=site.cast.amal, now=site.clock()
        )
    amal = site.signed_in(site.cast.amal)
    listed = amal.get("/collect/river/templates").text
    assert listed.count('class="card"') == 11
    page = amal.get("/collect/river/templates/two_sides").text
    assert "Draw lots which half comes first" in page
    assert "the health post" in page, "where help is"
    assert amal.get("/collect/river/templates/nothing").status_code == 404
    assert amal.post("/collect/river/templates/two_sides").status_code == 303
    page = amal.get("/collect/river/").text
    assert "You follow: Two sides." in page
    assert "at most thirty people" in page
    assert amal.post("/collect/river/list/two_sides.order", data={"note": "by lot"}).status_code == 303
    assert "by lot" in amal.get("/collect/river/").text

    sheet = amal.get("/collect/river/templates/two_sides/ar").text
    assert 'dir="rtl"' in sheet
    assert "جانبان" in sheet
    assert "What is life here like now?" in sheet, "the prompts in that language"
    assert amal.get("/collect/river/templates/two_sides/zz").status_code == 404
    amal.post("/collect/river/templates")
    assert "Draw lots" not in amal.get("/collect/river/").text

    assert "Women" in amal.get("/collect/new/tesfa").text
    assert amal.post("/collect/river/owners", data={"owners": "group-9"}).status_code == 422
    assert amal.post("/collect/river/owners", data={"owners": "group-1"}).status_code == 303
    assert "It belongs to: Women." in amal.get("/collect/river/").text
    page = amal.get("/collect/river/").text
    assert "they set who reads" in page
    assert page.count("Not done yet. It must be done before it opens.") == 1, "the three musts stand"
    readers = amal.get("/collect/river/readers").text
    assert "Tick nobody" not in readers
    assert "so every representative of this community reads" not in readers
    assert "It does not open before somebody is." in readers
    made = {"name": "Ours", "slug": "ours", "language": "en", "owners": "group-1"}
    assert amal.post("/collect/new/tesfa", data=made).status_code == 303
    assert "It belongs to: Women." in amal.get("/collect/ours/").text
