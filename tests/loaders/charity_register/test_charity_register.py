"""What a charity of the public extract becomes, on files small enough to check by hand."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tpgraph_loaders.charity_register import extract, land
from tpgraph_loaders.charity_register.extract import read_extract

from tests.loaders.charity_register.made_charities import (
    FERRY,
    HARBOUR,
    LINKED,
    REMOVED,
    area,
    as_json,
    as_text,
    classed,
    other_name,
    place,
    trustee,
)
from tests.loaders.made_registers import claims_on, codes, everything, loaded, problems, rows, set_aside, table
from tpgraph.errors import UnknownFormatError, UnreadableFileError

Write = Callable[..., Path]
both = pytest.mark.parametrize("write", [as_json, as_text])
AREAS = [area(1089893, "Leeds City"), area(1089893, "Throughout England", "Region"), area(200002, "Kent")]


@both
def test_a_registered_charity_is_an_organisation(tmp_path: Path, write: Write) -> None:
    load = loaded(
        write(
            tmp_path / "cc", charity=[HARBOUR], charity_area_of_operation=AREAS[:2],
            charity_classification=[
                classed(1089893, "What", "Education/training"), classed(1089893, "Who", "Children/young People"),
                classed(1089893, "How", "Provides Services"),
            ],
        )
    )  # fmt: skip
    (found,) = table(load, "organisation").to_pylist()
    wanted = {
        "name": "HARBOUR TRUST", "identifier": "GB-CHC-1089893", "sector": "voluntary", "source_id": "1089893",
        "kind": "charity: charitable company", "website": "www.harbourtrust.example",
    }  # fmt: skip
    assert {name: found[name] for name in wanted} == wanted
    assert json.loads(found["extra"]) == {
        "income_pence": 25000000, "expenditure_pence": 24000000, "year_end": "2024-03-31", "registered": "2001-12-19",
        "company_number": "01234567", "activities": "Advice for families. Ring [contact removed] },{ or write.",
        "what": ["Education/training"], "who": ["Children/young People"], "how": ["Provides Services"],
        "areas": ["Leeds City", "Throughout England"],
    }  # fmt: skip
    (of_load,) = load.tables["record.load"].to_pylist()
    assert (of_load["publisher"], of_load["as_of"]) == ("Charity Commission for England and Wales", "2025-01-06")
    assert "record.flow" not in load.tables


@both
def test_removed_and_linked_charities_are_set_aside(tmp_path: Path, write: Write) -> None:
    load = loaded(write(tmp_path / "cc", charity=[HARBOUR, LINKED, REMOVED, REMOVED]))
    assert rows(load, "organisation", "name") == [("HARBOUR TRUST",)]
    assert {(count, reason) for _, _, count, reason in set_aside(load)} == {
        (1, "linked to a main charity"), (2, "removed from the register"),
    }  # fmt: skip
    (account,) = load.tables["record.file"].to_pylist()
    assert (account["rows_read"], account["rows_loaded"], account["rows_set_aside"]) == (4, 1, 3)


@both
def test_other_names_are_records_of_the_same_body_that_it_is_also_known_by(tmp_path: Path, write: Write) -> None:
    names = [
        other_name(1089893, 1, "HARBOUR"), other_name(1089893, 2, "Harbour  trust"),
        other_name(1089893, 3, "harbour"), other_name(200001, 4, "OLD ONE"),
    ]  # fmt: skip
    load = loaded(write(tmp_path / "cc", charity=[HARBOUR, REMOVED], charity_other_names=names))
    assert rows(load, "organisation", "name", "identifier", "mentioned") == [
        ("HARBOUR TRUST", "GB-CHC-1089893", False), ("HARBOUR", "GB-CHC-1089893", True),
    ]  # fmt: skip
    reasons = {reason for sheet, _, _, reason in set_aside(load) if "other_names" in str(sheet)}
    assert reasons == {"the registered name again", "repeats a name", "of a charity that is not kept"}


def test_trustees_and_contacts_never_enter(tmp_path: Path) -> None:
    folder = as_json(tmp_path / "cc", charity=[HARBOUR], charity_trustee=[trustee(1089893, "Zebedee Quill")])
    (claim,) = claims_on(folder)
    assert claim.members == ("publicextract.charity.json",)
    said = everything(loaded(folder))
    assert "uill" not in said
    assert "7946" not in said
    assert "LS1 4AB" not in said


def test_a_table_of_trustees_alone_is_nobodys(tmp_path: Path) -> None:
    folder = as_json(tmp_path / "cc", charity_trustee=[trustee(1089893, "Zebedee Quill")])
    with pytest.raises(UnknownFormatError, match="no loader fits"):
        claims_on(folder)


@both
def test_only_charities_that_work_in_the_place_load_where_place_toml_names_it(tmp_path: Path, write: Write) -> None:
    folder = write(tmp_path / "cc", charity=[HARBOUR, FERRY], charity_area_of_operation=AREAS)
    assert table(loaded(folder), "organisation").num_rows == 2
    load = loaded(place(folder, "Leeds", "E08000035"))
    assert rows(load, "organisation", "name") == [("HARBOUR TRUST",)]
    assert "works in other places" in {reason for _, _, _, reason in set_aside(load)}
    assert "charities-elsewhere" in codes(load)


@pytest.mark.parametrize(
    ("name", "gss", "found"),
    [
        ("Kent", "", ["FERRY CLUB"]),
        # A district of Kent: the Commission knows counties only.
        ("Maidstone", "", ["FERRY CLUB"]),
        ("West Yorkshire", "E47000003", ["HARBOUR TRUST"]),
        ("Cornwall", "", []),
    ],
)
def test_the_place_may_be_a_county_a_district_of_it_or_a_combined_authority(
    tmp_path: Path, name: str, gss: str, found: list[str]
) -> None:
    folder = as_json(tmp_path / "cc", charity=[HARBOUR, FERRY], charity_area_of_operation=AREAS)
    assert [row[0] for row in rows(loaded(place(folder, name, gss)), "organisation", "name")] == found


def test_a_place_that_no_list_knows_filters_nothing(tmp_path: Path) -> None:
    folder = as_json(tmp_path / "cc", charity=[HARBOUR, FERRY], charity_area_of_operation=AREAS)
    assert table(loaded(place(folder, "Northmere")), "organisation").num_rows == 2


def test_another_place_is_another_issue_of_the_source(tmp_path: Path) -> None:
    folder = as_json(tmp_path / "cc", charity=[HARBOUR, FERRY], charity_area_of_operation=AREAS)
    leeds = loaded(place(folder, "Leeds"))
    kent = loaded(place(folder, "Kent"))
    assert leeds.source_key == kent.source_key
    assert leeds.load_id != kent.load_id


def test_without_areas_every_charity_loads_with_a_warning(tmp_path: Path) -> None:
    folder = as_json(tmp_path / "cc", charity=[HARBOUR, FERRY])
    load = loaded(place(folder, "Leeds"))
    assert table(load, "organisation").num_rows == 2
    assert "areas-missing" in codes(load)


def test_the_whole_register_loads_with_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(land, "WHOLE", 1)
    assert "whole-register" in codes(loaded(as_json(tmp_path / "cc", charity=[HARBOUR, FERRY])))


def test_a_table_without_the_charities_is_refused(tmp_path: Path) -> None:
    folder = as_json(tmp_path / "cc", charity_area_of_operation=AREAS)
    with pytest.raises(UnknownFormatError, match="the table of charities is not beside it"):
        loaded(folder)


@both
def test_rows_in_doubt_are_told(tmp_path: Path, write: Write) -> None:
    odd = {**HARBOUR, "registered_charity_number": 12, "organisation_number": 12, "latest_income": "lots"}
    unknown = {**FERRY, "charity_registration_status": "Pending"}
    load = loaded(write(tmp_path / "cc", charity=[odd, unknown, FERRY]))
    (number,) = problems(load, "charity-number-malformed")
    assert number[1:] == ("registered_charity_number", "12")
    assert [value for _, _, value in problems(load, "charity-figure-unread")] == ["lots"]
    assert [value for _, _, value in problems(load, "charity-status-unknown")] == ["Pending"]
    assert "repeats a charity" in {reason for _, _, _, reason in set_aside(load)}


def test_a_list_is_read_in_pieces_that_end_where_an_object_does(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [{"a": f"x}},{{y {number}", "b": number} for number in range(200)]
    data = json.dumps(items).encode("utf-8-sig")
    for size in (7, 40, 100, 1 << 20):
        monkeypatch.setattr(extract, "_PIECE", size)
        pieces = list(read_extract(data, "t.json", {"a": "a", "b": "b"}))
        found = [(row["a"], row["b"], row["line"]) for piece in pieces for row in piece.to_pylist()]
        assert found == [(item["a"], str(item["b"]), line) for line, item in enumerate(items, 1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"a":1},{"a":2}', "cut off"),
        ('[{"a":1},\n{"a":}]', r"not JSON at line 2, column \d"),
        ("[1,2]", "a list of objects is expected"),
        ("", "empty"),
    ],
)
def test_a_damaged_list_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        list(read_extract(text.encode(), "t.json", {"a": "a"}))


def test_rows_of_tabs_with_a_wrong_number_of_cells_are_counted(tmp_path: Path) -> None:
    folder = as_text(tmp_path / "cc", charity=[HARBOUR, FERRY])
    path = folder / "publicextract.charity.txt"
    path.write_text(path.read_text() + "one\ttwo\n", encoding="utf-8")
    load = loaded(folder)
    assert [(count, reason) for _, _, count, reason in set_aside(load)] == [(1, "too many or too few cells")]
    assert table(load, "organisation").num_rows == 2


def test_quotes_in_tabs_are_letters_unless_they_enclose_a_cell() -> None:
    data = b'organisation_number\tcharity_name\n1\t"Harbour ""Old"" Trust"\n2\tThe "Ferry\n'
    (piece,) = read_extract(data, "t.txt", {"charity_name": "name"})
    assert piece.column("charity_name").to_pylist() == ['Harbour "Old" Trust', 'The "Ferry']


@both
def test_loading_again_gives_the_same_records(tmp_path: Path, write: Write) -> None:
    folder = write(tmp_path / "cc", charity=[HARBOUR, FERRY], charity_area_of_operation=AREAS)
    assert loaded(folder).tables == loaded(folder).tables


def test_an_extract_without_rows_is_nobodys(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="no loader fits"):
        claims_on(as_json(tmp_path / "cc", charity=[]))
