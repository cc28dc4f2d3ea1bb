"""Codebooks of other tools: names and definitions come in, and go out as they came."""

import io
import zipfile
from uuid import UUID
from xml.etree import ElementTree

import pytest

from consult.common.errors import Refused
from consult.files.codebooks import SPACE, as_qdc, as_table, read
from consult.loop.understand.codebook_files import CodeLine, Written

OURS = [
    Written(UUID(int=1), 1, "ماء <&\"'>", "ما يُقال عن البئر\nand its road"),
    Written(UUID(int=2), 7, "=1+1", ""),
]


def test_what_goes_out_by_refi_qda_is_named_as_the_schema_says_and_comes_in_again():
    made = as_qdc(OURS)
    root = ElementTree.fromstring(made)
    assert root.tag == f"{{{SPACE}}}CodeBook"
    code = root[0][0]
    assert [root[0].tag, code.tag] == [f"{{{SPACE}}}Codes", f"{{{SPACE}}}Code"]
    assert code.attrib == {"guid": str(UUID(int=1)).upper(), "name": OURS[0].name, "isCodable": "true"}
    assert read(made) == [CodeLine(each.name, each.definition) for each in OURS]


def test_the_codebook_of_a_project_comes_in_and_its_sources_stay_packed():
    project = as_qdc(OURS).decode().replace("<CodeBook", "<Project><CodeBook").encode()
    project = project.replace(b"</CodeBook>", b"</CodeBook></Project>")
    assert read(packed({"Sources/a.txt": b"secret", "Project.qde": project}))[0].name == OURS[0].name
    for wrong in (
        packed({"Sources/a.txt": b"secret"}),
        packed({"project.qde": b" " * 2**21 + b"<a/>"}),
        b"PK\x03\x04",
    ):
        with pytest.raises(Refused):
            read(wrong)


def packed(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_signs_that_no_xml_may_hold_are_left_out():
    assert read(as_qdc([Written(UUID(int=1), 1, "a\x0bb\ufffe", "\x00")])) == [CodeLine("ab")]


def test_a_table_comes_in_again_and_no_cell_becomes_a_formula():
    made = as_table(OURS)
    assert "'=1+1" in made.decode()
    assert read(made) == [CodeLine(OURS[0].name, OURS[0].definition), CodeLine("=1+1")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tag,description,number of highlights\nroads,cut off,3\n", [CodeLine("roads", "cut off")]),
        ("Code;Memo\nroads;x\n", [CodeLine("roads", "x")]),
        (
            (
                "<Project xmlns='urn:QDA-XML:project:1.0'><CodeBook><Codes>"
                "<Code name='all' isCodable='0'><Code name='one'><Description>x</Description></Code></Code>"
                "</Codes></CodeBook><Sources><TextSource name='Amal'/></Sources></Project>"
            ),
            [CodeLine("one", "x")],
        ),
        (
            '{"Codes": [{"CodeType": "Meta", "DisplayText": "m"}, {"DisplayText": "n"}]}',
            [CodeLine("n")],
        ),
    ],
)
def test_what_other_tools_write_is_read(text: str, found: list[CodeLine]):
    assert read(text.encode()) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "<CodeBook>",
        "<html/>",
        '<!DOCTYPE x [<!ENTITY a "b">]><CodeBook><Codes><Code name="&a;"/></Codes></CodeBook>',
        "<CodeBook><Codes/></CodeBook>",
        "{",
        '{"Codes": 1}',
        "colour,size\nred,2\n",
    ],
)
def test_what_is_no_codebook_is_refused_in_one_sentence(text: str):
    with pytest.raises(Refused):
        read(text.encode())
