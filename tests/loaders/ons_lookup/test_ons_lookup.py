"""Look-ups of areas: what lies in what, what covers a part of what, what followed what."""

from pathlib import Path

import openpyxl
import pytest

from tests.loaders.ons_lookup.made_lookups import a_nation, claims, codes, followed, lies, load, shares, written
from tpgraph.loading.refusal import RefusedSourceError

BEST_FIT = "LSOA21CD,LSOA21NM,WD22CD,WD22NM,WD22NMW,LAD22CD,LAD22NM,LAD22NMW,ObjectId"
CHANGES = "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM,LAD22NMW,ObjectId"
HEALTH = "LSOA21CD,LSOA21NM,LAD23CD,LAD23NM,ICB23CD,ICB23CDH,ICB23NM,PFA23CD,PFA23NM"
LSOA = "E0100000{0},Mere 001{0}"
MERE, BORDER = "E08000001,Mere", "E08000002,Border"
ICB, PFA = "E54000001,QAA,NHS Mere ICB", "E23000001,Mere Police"
OTHER_ICB = "E54000002,QBB,NHS Hill ICB"


def lsoa(number: int) -> str:
    return LSOA.format(number)


def best_fit(path: Path) -> Path:
    rows = [
        f"{lsoa(1)},E05000001,Harbour,Harbwr,{MERE},,1",
        f"{lsoa(2)},E05000001,Harbour,Harbwr,{MERE},,2",
        f"{lsoa(3)},E05000002,Hill,,{MERE},,3",
    ]
    return written(path / "LSOA21_WD22_LAD22_EW_LU.csv", "\ufeff" + BEST_FIT, rows)


def crossing(path: Path, *, whole: bool = True) -> Path:
    """Mere: three LSOAs in one ICB, one in another; Border: all in the other. One police area for both."""
    rows = [f"{lsoa(n)},{MERE},{ICB},{PFA}" for n in (1, 2, 3)]
    rows += [f"{lsoa(4)},{MERE},{OTHER_ICB},{PFA}", f"{lsoa(5)},{BORDER},{OTHER_ICB},{PFA}"]
    rest = ",E54000003,QCC,NHS Far ICB,E23000002,Far Police"
    return written(path / "health.csv", HEALTH, rows + (a_nation(HEALTH, rest=rest) if whole else []))


def test_an_area_wholly_in_another_is_a_part_of_the_smallest_one_around_it(tmp_path: Path) -> None:
    tables = load(best_fit(tmp_path))
    assert lies(tables) == {
        ("E01000001", "E05000001"), ("E01000002", "E05000001"), ("E01000003", "E05000002"),
        ("E05000001", "E08000001"), ("E05000002", "E08000001"),
    }  # fmt: skip
    places = {row["id"]: (row["name"], row["level"], row["year"]) for row in tables["place"]}
    assert places == {
        "E01000001": ("Mere 0011", "lsoa", "2021"), "E01000002": ("Mere 0012", "lsoa", "2021"),
        "E01000003": ("Mere 0013", "lsoa", "2021"), "E05000001": ("Harbour", "ward", "2022"),
        "E05000002": ("Hill", "ward", "2022"), "E08000001": ("Mere", "district", "2022"),
    }  # fmt: skip
    (file,) = tables["file"]
    assert (file["rows_read"], file["rows_loaded"], file["rows_set_aside"]) == (3, 3, 0)


def test_every_place_tells_the_line_where_its_code_first_stands(tmp_path: Path) -> None:
    lines = {row["id"]: row["line"] for row in load(best_fit(tmp_path))["place"]}
    assert (lines["E01000002"], lines["E05000002"], lines["E08000001"]) == (3, 4, 2)


def test_the_publisher_is_the_office_where_the_headings_are_its_own(tmp_path: Path) -> None:
    (load_row,) = load(best_fit(tmp_path))["load"]
    assert load_row["publisher"] == "Office for National Statistics"


def test_the_share_of_an_area_is_that_of_its_lsoas_and_says_so(tmp_path: Path) -> None:
    tables = load(crossing(tmp_path))
    mere, border, icb, other, police = "E08000001", "E08000002", "E54000001", "E54000002", "E23000001"
    found = shares(tables)
    # The one ICB lies wholly in Mere, Border wholly in the other one.
    assert (icb, mere) in lies(tables)
    assert (border, other) in lies(tables)
    here = {mere, border, icb, other, police}
    assert {pair: share for pair, share in found.items() if here.issuperset(pair)} == {
        (icb, mere): 0.75, (other, mere): 0.25, (mere, other): 0.5, (border, other): 0.5,
        (mere, police): 0.8, (border, police): 0.2, (icb, police): 0.6, (other, police): 0.4,
    }  # fmt: skip
    assert {(row["of"], row["year"]) for row in tables["place_part"]} == {("LSOAs 2021", "2023")}


def test_a_share_of_an_area_that_a_cut_table_may_hold_in_part_is_unknown(tmp_path: Path) -> None:
    tables = load(crossing(tmp_path, whole=False))
    found = shares(tables)
    # Mere is whole in any table that is cut along districts; the other ICB may go on beyond its edge.
    assert found["E54000002", "E08000001"] == 0.25
    assert found["E08000001", "E54000002"] is None
    assert codes(tables, "warning") == {"look-up-cut"}


def test_people_weigh_more_than_numbers_of_lsoas(tmp_path: Path) -> None:
    header = HEALTH + ",Population 2021"
    rows = [f"{lsoa(n)},{MERE},{ICB},{PFA},100" for n in (1, 2, 3)]
    rows += [f'{lsoa(4)},{MERE},{OTHER_ICB},{PFA},"2,700"', f"{lsoa(5)},{BORDER},{OTHER_ICB},{PFA},1000.0"]
    tables = load(written(tmp_path / "people.csv", header, rows))
    assert shares(tables)["E54000002", "E08000001"] == 0.9
    assert {row["of"] for row in tables["place_part"] if row["share"] is not None} == {"population 2021"}
    people = {row["id"]: row["population"] for row in tables["place"]}
    # A police area may go on beyond the edge of the table: nobody knows its people.
    assert (people["E01000004"], people["E08000001"], people["E23000001"]) == (2700, 3000, None)


def test_where_some_people_are_missing_areas_are_counted_and_it_is_said(tmp_path: Path) -> None:
    rows = [f"{lsoa(n)},{MERE},{ICB},{PFA},100" for n in (1, 2, 3)] + [f"{lsoa(4)},{MERE},{OTHER_ICB},{PFA},many"]
    tables = load(written(tmp_path / "people.csv", HEALTH + ",Population", rows))
    assert shares(tables)["E54000002", "E08000001"] == 0.25
    assert "population-missing" in codes(tables, "warning")


def test_a_district_of_two_police_areas_without_anything_finer_has_unknown_shares(tmp_path: Path) -> None:
    rows = [f"{MERE},{PFA}", f"{MERE},E23000002,Far Police", f"{BORDER},{PFA}"]
    tables = load(written(tmp_path / "police.csv", "LAD22CD,LAD22NM,PFA22CD,PFA22NM", rows))
    assert lies(tables) == {("E08000002", "E23000001")}
    assert shares(tables)["E23000001", "E08000001"] is None
    assert "share-unknown" in codes(tables, "warning")


def test_codes_of_no_area_leave_the_cell_empty(tmp_path: Path) -> None:
    header = "LAD22CD,LAD22NM,CTY22CD,CTY22NM,RGN22CD,RGN22NM"
    rows = ["E07000001,Vale,E10000001,Shire,E12000001,North", "E06000001,Mere,E99999999,(pseudo),E12000001,North"]
    tables = load(written(tmp_path / "a.csv", header, rows))
    assert lies(tables) == {("E07000001", "E10000001"), ("E10000001", "E12000001"), ("E06000001", "E12000001")}
    assert codes(tables) == {"look-up-cut"}


def test_an_area_of_the_same_extent_as_a_larger_kind_lies_in_it_and_covers_all_of_it(tmp_path: Path) -> None:
    rows = [f"{lsoa(1)},{MERE},E31000001,Mere Fire", f"{lsoa(2)},{MERE},E31000001,Mere Fire"]
    far = a_nation("LSOA21CD,LSOA21NM,LAD23CD,LAD23NM", rest=",E31000002,Far Fire")
    tables = load(written(tmp_path / "a.csv", "LSOA21CD,LSOA21NM,LAD23CD,LAD23NM,FRA23CD,FRA23NM", rows + far))
    assert ("E08000001", "E31000001") in lies(tables)
    assert ("E31000001", "E08000001") not in lies(tables)
    assert shares(tables)["E08000001", "E31000001"] == 1.0


def test_unchanged_split_merged_and_changed_codes_find_what_followed(tmp_path: Path) -> None:
    rows = [
        f"E01000001,A,E01000001,A,U,{MERE},,1",
        f"E01000002,B,E01000012,B1,S,{MERE},,2",
        f"E01000002,B,E01000013,B2,S,{MERE},,3",
        f"E01000003,C,E01000014,CD,M,{MERE},,4",
        f"E01000004,D,E01000014,CD,M,{MERE},,5",
        f"E01000005,E,E01000015,X1,X,{MERE},,6",
    ]
    tables = load(written(tmp_path / "changes.csv", CHANGES, rows))
    assert followed(tables) == {
        ("E01000002", "E01000012"), ("E01000002", "E01000013"), ("E01000003", "E01000014"),
        ("E01000004", "E01000014"), ("E01000005", "E01000015"),
    }  # fmt: skip
    years = {row["id"]: row["year"] for row in tables["place"]}
    assert (years["E01000001"], years["E01000002"], years["E01000014"]) == ("2021", "2011", "2021")
    assert codes(tables, "note") >= {"code-split"}
    assert tables["place_part"] == []


def test_districts_of_three_years_are_followed_year_by_year(tmp_path: Path) -> None:
    header = "LSOA21CD,LSOA21NM,LAD17CD,LAD17NM,LAD20CD,LAD20NM,LADCD_ACTIVE,LADNM_ACTIVE"
    rows = [
        f"{lsoa(1)},E07000001,Vale,E06000001,Shire,E06000002,Great Shire",
        f"{lsoa(2)},E07000002,Dale,E06000001,Shire,E06000002,Great Shire",
        f"{lsoa(3)},{MERE},{MERE},{MERE}",
    ]
    tables = load(written(tmp_path / "a.csv", header, rows))
    assert followed(tables) == {
        ("E07000001", "E06000001"), ("E07000002", "E06000001"), ("E06000001", "E06000002")
    }  # fmt: skip
    assert lies(tables) == {("E01000001", "E06000002"), ("E01000002", "E06000002"), ("E01000003", "E08000001")}


def test_a_list_of_areas_of_all_kinds_tells_what_follows_and_what_lies_in_what(tmp_path: Path) -> None:
    header = "areacode,areaname,areatype,LADCD,LADNM,UTLACD,UTLANM,RGNCD,RGNNM"
    new = "E06000060,Shire,E06000060,Shire,E12000001,North"
    rows = [
        f"E07000001,Vale,la,{new}", f"E06000060,Shire,la,{new}",
        "E10000001,Wold,utla,,,E10000001,Wold,E12000001,North", "E12000001,North,rgn,,,,,E12000001,North",
    ]  # fmt: skip
    tables = load(written(tmp_path / "areas.csv", header, rows))
    assert followed(tables) == {("E07000001", "E06000060")}
    assert lies(tables) == {(code, "E12000001") for code in ("E07000001", "E06000060", "E10000001")}
    assert [row["id"] for row in tables["place"]] == ["E07000001", "E06000060", "E10000001", "E12000001"]


def test_output_areas_are_counted_and_make_no_places(tmp_path: Path) -> None:
    rows = [f"E0000000{n},{lsoa(1)},E02000001,Mere 001,{MERE}" for n in (1, 2)]
    tables = load(written(tmp_path / "oa.csv", "OA21CD,LSOA21CD,LSOA21NM,MSOA21CD,MSOA21NM,LAD22CD,LAD22NM", rows))
    assert {row["id"] for row in tables["place"]} == {"E01000001", "E02000001", "E08000001"}


def test_the_codes_of_the_nhs_are_kept_beside_the_place(tmp_path: Path) -> None:
    places = {row["id"]: row["extra"] for row in load(crossing(tmp_path))["place"]}
    assert places["E54000001"] == '{"ICB23CDH":"QAA"}'


def test_a_row_without_a_readable_code_is_set_aside_with_its_cell(tmp_path: Path) -> None:
    rows = [f"{lsoa(1)},{MERE}", f"E0100,Mere,{MERE}", f",,{MERE}"]
    tables = load(written(tmp_path / "a.csv", "LSOA21CD,LSOA21NM,LAD22CD,LAD22NM", rows))
    assert [(row["line"], row["reason"]) for row in tables["set_aside"]] == [(3, "code cannot be read"), (4, "no code")]
    (problem,) = [row for row in tables["problem"] if row["code"] == "area-code-unreadable"]
    assert (problem["line"], problem["column"], problem["value"]) == (3, "LSOA21CD", "E0100")


def test_a_table_without_any_code_is_refused_with_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RefusedSourceError, match="no row has the code of an area: nothing can be loaded"):
        load(written(tmp_path / "a.csv", "LSOA21CD,LSOA21NM,LAD22CD,LAD22NM", ["x,A,y,B"]))


def test_one_code_with_two_names_has_that_of_most_rows_and_it_is_said(tmp_path: Path) -> None:
    rows = [f"{lsoa(1)},E08000001,Mere", f"{lsoa(2)},E08000001,Mere", f"{lsoa(3)},E08000001,Meer"]
    tables = load(written(tmp_path / "a.csv", "LSOA21CD,LSOA21NM,LAD22CD,LAD22NM", rows))
    assert [row["name"] for row in tables["place"] if row["id"] == "E08000001"] == ["Mere"]
    assert "area-of-two-names" in codes(tables, "note")


def test_areas_without_names_make_no_places_and_are_counted(tmp_path: Path) -> None:
    tables = load(written(tmp_path / "a.csv", "LSOA21CD,LSOA21NM,LAD22CD", [f"{lsoa(1)},E08000001"]))
    assert lies(tables) == {("E01000001", "E08000001")}
    assert [row["id"] for row in tables["place"]] == ["E01000001"]
    (problem,) = tables["problem"]
    assert (problem["code"], problem["column"]) == ("area-without-name", "LAD22CD")


def test_two_look_ups_of_one_publisher_make_rows_of_their_own(tmp_path: Path) -> None:
    police = load(written(tmp_path / "p.csv", "LAD22CD,LAD22NM,PFA22CD,PFA22NM", [f"{MERE},{PFA}"]))
    fire = load(written(tmp_path / "f.csv", "LAD22CD,LAD22NM,FRA22CD,FRA22NM", [f"{MERE},E31000001,Mere Fire"]))
    ids = [[row["record_id"] for row in tables["place"] if row["id"] == "E08000001"] for tables in (police, fire)]
    assert ids[0] != ids[1]


def test_sheets_of_a_workbook_are_read_under_a_preamble_in_any_case(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Look-up of areas"])
    sheet = book.create_sheet("LU")
    for row in (
        ["Source: ONS"],
        [],
        ["lsoa21cd", "lsoa21nm", "lad22cd", "lad22nm"],
        ["E01000001", "A", "E08000001", "Mere"],
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    tables = load(tmp_path / "a.xlsx")
    assert lies(tables) == {("E01000001", "E08000001")}
    assert {(row["sheet"], row["line"]) for row in tables["place"]} == {("LU", 4)}


def test_e_mail_addresses_in_names_are_not_kept(tmp_path: Path) -> None:
    rows = [f"{lsoa(1)},E08000001,Mere ask jo@example.org"]
    tables = load(written(tmp_path / "a.csv", "LSOA21CD,LSOA21NM,LAD22CD,LAD22NM", rows))
    assert "example.org" not in str(tables)


@pytest.mark.parametrize(
    "header",
    [
        "LSOACD,latitude,longitude,lsoa11cd",
        "Supplier,Net Amount,Date,LAD22CD",
        "LAD22CD,LAD22NM",
        "Area Code,Area Name,Value",
        "date,mnemonic,geography,geography code,2021 super output areas - lower layer",
        "SPCD,SPNM,ABCD,ABNM",
    ],
)
def test_tables_that_are_no_look_ups_are_not_claimed(tmp_path: Path, header: str) -> None:
    assert claims(written(tmp_path / "a.csv", header, [",".join("x" for _ in header.split(","))])) == []


def test_a_table_with_columns_beside_the_areas_is_left_to_a_surer_loader(tmp_path: Path) -> None:
    plain = claims(written(tmp_path / "a.csv", "LSOA11CD,LSOA11NM,LAD19CD,LAD19NM", [f"{lsoa(1)},{MERE}"]))
    index = claims(written(tmp_path / "b.csv", "LSOA11CD,LSOA11NM,LAD19CD,LAD19NM,IMD19", [f"{lsoa(1)},{MERE},5"]))
    assert [claim.confidence for claim in (*plain, *index)] == [0.9, 0.5]


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedSourceError, match="no row has the code of an area"):
        load(written(tmp_path / "a.csv", BEST_FIT, []))


def test_a_heading_that_stands_twice_is_read_once_and_the_other_is_kept_beside(tmp_path: Path) -> None:
    rows = [f"{lsoa(1)},{MERE},E08000009"]
    tables = load(written(tmp_path / "a.csv", "LSOA21CD,LSOA21NM,LAD22CD,LAD22NM,LAD22CD", rows))
    assert lies(tables) == {("E01000001", "E08000001")}


def test_rows_that_stand_twice_count_once(tmp_path: Path) -> None:
    rows = [f"{lsoa(n)},{MERE},{ICB},{PFA}" for n in (1, 1, 1, 2)] + [f"{lsoa(3)},{MERE},{OTHER_ICB},{PFA}"]
    tables = load(written(tmp_path / "a.csv", HEALTH, rows))
    assert shares(tables)["E54000002", "E08000001"] == pytest.approx(1 / 3)
    assert [row["rows_loaded"] for row in tables["file"]] == [5]


def test_an_lsoa_of_two_boards_leaves_the_shares_unknown(tmp_path: Path) -> None:
    rows = [f"{lsoa(1)},{MERE},{ICB},{PFA}", f"{lsoa(1)},{MERE},{OTHER_ICB},{PFA}", f"{lsoa(2)},{MERE},{ICB},{PFA}"]
    tables = load(written(tmp_path / "a.csv", HEALTH, rows))
    assert shares(tables)["E54000001", "E08000001"] is None
    assert ("E01000001", "E54000001") not in lies(tables)
    assert "share-unknown" in codes(tables, "warning")


def test_a_table_of_very_many_kinds_of_area_is_not_claimed(tmp_path: Path) -> None:
    stems = [f"{a}{b}X21" for a in "ABCDE" for b in "FGHIJ"]
    header = ",".join(f"{stem}CD,{stem}NM" for stem in stems)
    assert claims(written(tmp_path / "a.csv", header, ["E01000001,A," * 24 + "E01000001,A"])) == []
