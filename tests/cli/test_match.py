"""`tpgraph match`: files in, pairs out, no store; every fault in one sentence with file, row, column and mend."""

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.cli.conftest import Run

BODIES = """id,name,kind,identifier
b1,Larkfield Community Trust Ltd,voluntary,GB-CHC-1234567
b2,The Larkfield Community Trust,voluntary,1234567
b3,Ottermere Borough Council,local,
b4,Quillbrook Sailing Club,voluntary,
"""
OFFERS = """id,organisation_id,name,description,needs,client_group,place,start,end
s1,b1,Stay and Play,Drop-in play for parents with small children,Parenting,Under-fives,Larkfield,2015-04-01,
s2,b2,Stay and Play Larkfield,Drop-in play for parents with small children,Parenting,Under-fives,Larkfield,2015-04-01,
s3,b3,Debt Advice,Help with letters from lenders,Debt,Adults,Ottermere,2016-01-01,2017-01-01
s4,b4,Sailing for Beginners,Six evenings in small boats,Sport,Adults,Quillbrook,2014-01-01,
"""
PAPERS = """id,title,people,year
p1,Counting swifts from church towers,Ada Lark and Ben Rook,1998
p2,A history of the tide mill,Cyd Wren,2001
p3,Moss on northern walls,Dee Finch and Eli Crane,2003
"""
OTHER_PAPERS = """id,title,people,year
q1,Counting swifts from church towers.,"A. Lark, B. Rook",1998
q2,Moss on northern walls,"D. Finch, E. Crane",2003
q3,Salt in old paper,Fay Heron,1990
"""
COLUMNS = [
    "left_id", "right_id", "probability", "relation", "relation_score", "grade", "reasons", "left_record",
    "right_record",
]  # fmt: skip


@pytest.fixture
def lists(place: Path) -> Path:
    """Write the lists into the folder where commands run."""
    for name, text in (
        ("bodies.csv", BODIES), ("offers.csv", OFFERS), ("papers.csv", PAPERS), ("other.csv", OTHER_PAPERS),
    ):  # fmt: skip
        (place / name).write_text(text, "utf-8")
    return place


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


@pytest.mark.usefixtures("lists")
def test_organisations_and_services_are_written_side_by_side_without_a_store(run: Run, place: Path) -> None:
    (place / "place.tpgraph").unlink()
    ended = run("match", "--organisations", "bodies.csv", "--services", "offers.csv", "--csv", "found/new")
    assert ended.code == 0, ended.err
    assert ended.out == ""
    assert not (place / "place.tpgraph").exists()
    bodies, services = (rows_of(place / "found" / "new" / f"{name}.csv") for name in ("organisations", "services"))
    assert [list(row) for row in (bodies[0], services[0])] == [COLUMNS, COLUMNS]
    best = bodies[0]
    assert (best["left_id"], best["right_id"], best["relation"], best["grade"]) == ("b1", "b2", "same_body", "strong")
    assert (best["left_record"], best["right_record"]) == ("bodies.csv, line 2", "bodies.csv, line 3")
    assert "; " in best["reasons"]
    assert {(row["left_id"], row["right_id"]) for row in bodies} == {("b1", "b2")}
    assert (services[0]["left_id"], services[0]["right_id"]) == ("s1", "s2")
    # The two bodies were found to be one, so it is one service that stands there twice.
    assert services[0]["relation"] == "listed_twice"
    assert all(0.2 <= float(row["probability"]) <= 1 for row in [*bodies, *services])
    assert "pairs of organisations at 0.2 or more, in found/new/organisations.csv" in ended.err
    assert ended.err.strip().splitlines()[-1].startswith("Next: tpgraph load bodies.csv offers.csv")


@pytest.mark.usefixtures("lists")
def test_one_list_goes_to_standard_output_as_rows_and_two_as_an_object_of_lists(run: Run) -> None:
    alone = json.loads(run("match", "--organisations", "bodies.csv", "--json").out)
    assert [list(row) for row in alone] == [COLUMNS]
    assert isinstance(alone[0]["reasons"], list)
    both = json.loads(run("match", "--organisations", "bodies.csv", "--services", "offers.csv", "--json", "-").out)
    assert list(both) == ["organisations", "services"]
    # Who lists which service is known only where both are given.
    assert [(row["left_id"], row["right_id"]) for row in both["organisations"]] == [("b1", "b2")]


@pytest.mark.usefixtures("lists")
def test_two_tables_of_records_give_pairs_across_and_parquet_holds_the_reasons_as_a_list(run: Run, place: Path) -> None:
    assert run("match", "--records", "papers.csv", "other.csv", "--parquet", "found").code == 0
    found = pyarrow.parquet.read_table(place / "found" / "records.parquet")
    assert found.column_names == COLUMNS
    pairs = {tuple(sorted((row["left_id"], row["right_id"]))) for row in found.to_pylist() if row["grade"] == "strong"}
    assert pairs == {("p1", "q1"), ("p3", "q2")}
    assert {str(row["relation"]) for row in found.to_pylist()} == {"same_record"}
    assert str(found.schema.field("reasons").type) == "list<element: string>"


@pytest.mark.usefixtures("lists")
def test_the_screen_shows_the_pairs_and_says_where_the_rest_is(run: Run) -> None:
    ended = run("match", "--organisations", "bodies.csv")
    assert ended.code == 0
    assert "Pairs of organisations, the most probable first" in ended.out
    assert "b1" in ended.out
    assert "same_body" in ended.out


@pytest.mark.usefixtures("lists")
def test_a_higher_cut_leaves_out_pairs_and_never_adds_any(run: Run) -> None:
    every = json.loads(run("match", "--services", "offers.csv", "--at-least", "0", "--json").out)
    some = json.loads(run("match", "--services", "offers.csv", "--at-least", "0.5", "--json").out)
    assert [row for row in every if row["probability"] >= 0.5] == some
    assert run("match", "--services", "offers.csv", "--at-least", "1.5").code == 2


@pytest.mark.usefixtures("lists")
def test_a_verdict_in_a_file_is_obeyed_and_an_unknown_id_is_told(run: Run, place: Path) -> None:
    (place / "said.csv").write_text("left_id,right_id,verdict\nb2,b1,Different\nb1,b9,same\n", "utf-8")
    ended = run("match", "--organisations", "bodies.csv", "--verdicts", "said.csv", "--json")
    assert ended.code == 0, ended.err
    assert [row for row in json.loads(ended.out) if row["probability"] >= 0.5] == []
    assert "note: said.csv: 1 of 2 verdicts are about ids that no file has" in ended.err


@pytest.mark.usefixtures("lists")
def test_files_of_other_encodings_and_packed_ones_are_read(run: Run, place: Path) -> None:
    import gzip

    (place / "old.csv").write_bytes(BODIES.replace("Quillbrook", "Caf\xe9").encode("cp1252"))
    ended = run("match", "--organisations", "old.csv", "--json")
    assert ended.code == 0
    assert "note: old.csv is in cp1252, and was read as such" in ended.err
    (place / "packed.csv.gz").write_bytes(gzip.compress(b"\xef\xbb\xbf" + BODIES.replace(",", ";").encode()))
    packed = run("match", "--organisations", "packed.csv.gz", "--json")
    assert json.loads(packed.out) == [
        {**row, "left_record": "packed.csv.gz, line 2", "right_record": "packed.csv.gz, line 3"}
        for row in json.loads(run("match", "--organisations", "bodies.csv", "--json").out)
    ]


FAULTS = {
    "gone.csv": (None, "there is no file 'gone.csv'; look at the spelling"),
    "empty.csv": (b"", "empty.csv is empty"),
    "header.csv": (b"id,name\n", "header.csv has a header and no row below it; give the file with its rows"),
    "unnamed.csv": (
        b"id,title\n1,Otter Trust\n",
        "unnamed.csv, row 1: organisations need the column 'name'; the file has id, title: rename the one",
    ),
    "neither.csv": (b"Colour,Size\nred,5\n", "need the columns 'id' and 'name'; the file has Colour, Size: rename"),
    "twice.csv": (
        b"id,name\n1,Otter Trust\n\n2,Swift Trust\n1,Heron Trust\n",
        "twice.csv, row 5, column 'id': '1' stands in row 2 too; give every row an id of its own",
    ),
    "blank.csv": (
        b"id,name\n1,Otter Trust\n ,Swift Trust\n",
        "blank.csv, row 3, column 'id': it is blank; give every row an id of its own",
    ),
    "both.csv": (b"id,name,Name\n1,Otter,Swift\n", "both.csv, row 1: two columns are 'name'; take one away"),
    "book.xlsx": (b"PK\x03\x04", "book.xlsx is a workbook, and matching reads CSV files; save the sheet as CSV"),
    "bodies.zip": (b"PK\x03\x04", "bodies.zip is a zip, and matching reads CSV files; unpack it"),
    "cut.csv.gz": (b"\x1f\x8b\x08\x00damaged", "cut.csv.gz is a damaged gzip archive; fetch it again"),
    "report.csv": (b"%PDF-1.7\n1 0 obj", "report.csv is a PDF"),
    "files": (None, "files is a folder; name the CSV file in it"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_file_that_cannot_be_matched_is_told_in_a_sentence(name: str, run: Run, place: Path) -> None:
    data, sentence = FAULTS[name]
    if data is not None:
        (place / name).write_bytes(data)
    ended = run("match", "--organisations", name, "--csv", "found")
    assert sentence in ended.sentence()
    assert not (place / "found").exists()


VERDICT_FAULTS = {
    "left_id,right_id,verdict\nb1,b2,maybe\n": (
        "said.csv, row 2, column 'verdict': 'maybe' is no verdict; write one of same, different"
    ),
    "left_id,right_id,verdict\nb1,b2,\n": "said.csv, row 2, column 'verdict': it is blank",
    "left_id,right_id,verdict\nb1,,same\n": "said.csv, row 2, column 'right_id': it is blank",
    "left_id,right_id\nb1,b2\n": "said.csv, row 1: verdicts need the column 'verdict'",
}


@pytest.mark.parametrize("text", VERDICT_FAULTS)
@pytest.mark.usefixtures("lists")
def test_a_wrong_verdict_is_told_with_its_row_and_column(text: str, run: Run, place: Path) -> None:
    (place / "said.csv").write_text(text, "utf-8")
    ended = run("match", "--organisations", "bodies.csv", "--verdicts", "said.csv")
    assert VERDICT_FAULTS[text] in ended.sentence()


@pytest.mark.usefixtures("lists")
def test_ids_that_two_lists_share_need_a_column_that_says_which_are_meant(run: Run, place: Path) -> None:
    (place / "alike.csv").write_text(OFFERS.replace("s1,", "b1,", 1).replace("\ns2,", "\nb2,"), "utf-8")
    asked = ("match", "--organisations", "bodies.csv", "--services", "alike.csv", "--verdicts", "said.csv", "--json")
    (place / "said.csv").write_text("left_id,right_id,verdict\nb1,b2,different\n", "utf-8")
    said = run(*asked).sentence()
    assert "said.csv, row 2, column 'left_id': the organisations and the services have both ids" in said
    (place / "said.csv").write_text("left_id,right_id,verdict,kind\nb1,b2,different,organisation\n", "utf-8")
    found = json.loads(run(*asked).out)
    assert [row for row in found["organisations"] if row["probability"] >= 0.5] == []
    assert found["services"][0]["probability"] >= 0.5


@pytest.mark.usefixtures("lists")
def test_no_file_that_is_read_is_written_over(run: Run, place: Path) -> None:
    (place / "organisations.csv").write_text(BODIES, "utf-8")
    ended = run("match", "--organisations", "organisations.csv", "--csv", ".")
    assert ended.sentence() == "'organisations.csv' is a file to be matched; name another folder with --csv"
    assert (place / "organisations.csv").read_text("utf-8") == BODIES
    assert (
        "is a file, and a folder is needed" in run("match", "--organisations", "bodies.csv", "--csv", "offers.csv").err
    )


@pytest.mark.usefixtures("lists")
def test_wrong_usage_is_told_as_such(run: Run) -> None:
    for arguments in ((), ("--organisations", "bodies.csv", "--csv", "-"), ("bodies.csv",)):
        assert run("match", *arguments).code == 2
    mixed = run("match", "--organisations", "bodies.csv", "--records", "papers.csv")
    assert "records are matched alone" in mixed.sentence()
