"""brief.docx, read back: the words of the first page in a document that Word and screen readers understand."""

from pathlib import Path

import docx

from tests.reports.town import FORMULA, full_material, material, with_few_people
from tpgraph.reports.agenda import agenda
from tpgraph.reports.brief import write_brief
from tpgraph.reports.material import Material

TAG = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(made: Material, folder: Path) -> docx.document.Document:
    """Write the brief of a material and read it back."""
    write_brief(made, folder / "brief.docx")
    return docx.Document(str(folder / "brief.docx"))


def all_text(document: docx.document.Document) -> str:
    """All text of a document, tables included."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_brief_says_what_the_first_page_says(tmp_path: Path) -> None:
    made = material()
    said, text = agenda(made), all_text(read(made, tmp_path))
    wanted = [said.title, said.headline.text, *said.headline.ids, said.body_key, said.bodies_counted]
    wanted += [statement.text for statement in said.money]
    wanted += [part for asked in said.questions for part in (asked.id, asked.question, asked.in_the_room)]
    wanted += [part for fault in said.faults for part in (fault.id, fault.sentence, fault.worth, fault.mend)]
    wanted += [said.graph_version, said.made_on, *said.missing]
    assert [part for part in wanted if part not in text] == []


def test_tables_have_header_rows_and_the_document_its_properties(tmp_path: Path) -> None:
    document = read(material(), tmp_path)
    assert len(document.tables) == 3
    for table in document.tables:
        assert table.rows[0]._tr.find(f"{TAG}trPr/{TAG}tblHeader") is not None
    assert document.core_properties.title == "Northmere, 2009-10"
    assert document.core_properties.language == "en-GB"
    languages = {element.get(f"{TAG}val") for element in document.styles.element.iter(f"{TAG}lang")}
    assert languages == {"en-GB"}
    assert round(document.sections[0].page_width.mm) == 210
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings[:4] == ["The money", "Who has given what", "Questions for the meeting", "Worth most to mend"]


def test_hostile_names_and_control_characters_stand_as_plain_text(tmp_path: Path) -> None:
    text = all_text(read(material(hostile=True), tmp_path))
    assert FORMULA in text
    assert "\u202e" not in text
    assert "\x07" not in text


def test_no_number_of_people_under_five_is_shown(tmp_path: Path) -> None:
    text = all_text(read(with_few_people(), tmp_path))
    assert "under 5 people" in text
    assert "3 people" not in text


def test_the_brief_of_a_full_place_can_be_written(tmp_path: Path) -> None:
    assert "Joint Board 3" in all_text(read(full_material(), tmp_path))
