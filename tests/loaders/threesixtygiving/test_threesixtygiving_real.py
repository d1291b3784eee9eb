"""The control figures of real 360Giving files, and the outcome of every hostile one."""

from collections import defaultdict
from pathlib import Path

import pytest

import tpgraph
from tests.loaders.threesixtygiving.made_grants import codes, loaded, pence, rows
from tests.real_data import real_data
from tpgraph.errors import InputError
from tpgraph.loading.refusal import RefusedSourceError

pytestmark = pytest.mark.real_data

TRUST = ("ab-charitable-trust.json", "ab-charitable-trust.xlsx")
YEARS = {
    "2012-13": (17, 142_500), "2013-14": (61, 592_000), "2014-15": (67, 664_500), "2015-16": (79, 888_900),
    "2016-17": (83, 1_347_000), "2017-18": (86, 1_240_500), "2018-19": (104, 1_650_000), "2019-20": (132, 2_720_225),
    "2020-21": (154, 3_540_000),
}  # fmt: skip


def hostile(name: str) -> Path:
    return real_data("360giving", "hostile", name)


def everything(tables: object) -> str:
    return str([table.to_pylist() for table in tables.values()])  # type: ignore[attr-defined]  # a dict of tables


def by_year(flows: list[dict[str, object]]) -> dict[str, tuple[int, int]]:
    years: dict[str, list[int]] = defaultdict(list)
    for row in flows:
        years[str(row["financial_year"])].append(int(str(row["amount_pence"])))
    return {year: (len(amounts), sum(amounts) // 100) for year, amounts in sorted(years.items())}


@pytest.mark.parametrize("name", TRUST)
def test_the_trust_gives_its_783_awards(name: str) -> None:
    load = loaded(real_data("360giving", name))
    flows = rows(load, "flow")
    assert (len(flows), pence(load)) == (783, 1_278_562_500)
    assert {row["basis"] for row in flows} == {"award"}
    assert len({row["payer_record"] for row in flows}) == 1
    assert len({row["payee_record"] for row in flows}) == 322
    assert by_year(flows) == YEARS
    assert sum(row["place"] is None for row in flows) == 1
    assert load.publisher == "A B Charitable Trust"
    told = [row["code"] for row in rows(load, "problem")]
    assert told.count("charity-number-unreadable") == 4
    assert told.count("several-ids") == 6


def test_json_and_workbook_of_the_trust_are_the_same_grants() -> None:
    one, other = (loaded(real_data("360giving", name)) for name in TRUST)
    compared = ("record_id", "payer_record", "payee_record", "amount_pence", "date", "basis", "programme", "place")
    left, right = ([{name: row[name] for name in compared} for row in rows(load, "flow")] for load in (one, other))
    assert left == right


@pytest.mark.parametrize("names", [TRUST, TRUST[::-1], (TRUST[0], TRUST[0])])
@pytest.mark.parametrize("own_name", [False, True])
def test_both_files_of_the_trust_are_counted_once(tmp_path: Path, names: tuple[str, ...], own_name: bool) -> None:
    town = tpgraph.open(tmp_path / "place.tpgraph")
    for number, name in enumerate(names):
        town.load(real_data("360giving", name), dataset=f"own-{number}" if own_name and names[0] != names[1] else None)
    found = town.query(
        "MATCH (f:FundingFlow) RETURN count(f) AS flows, sum(f.amount_pence) AS pence, f.basis AS basis"
    ).to_dict("records")
    assert found == [{"flows": 783, "pence": 1_278_562_500, "basis": "award"}]


REFUSED = {
    "bad.xlsx": "is empty",
    "fundingproviders-grants_malformed.json": "not JSON at line 10, column 15",
    "publishers.json": "no loader fits",
    "validation_errors-3.json": "no loader fits",
    "tenders_releases_2_releases.xlsx": "looks like OCDS",
    "fundingtrust-grants_dc.txt": r"rename it to \.csv",
    "nulls.json": "none of its 2 rows .* 2 with no identifier, 2 with no amount, 2 with no funder",
    "badfile_all_validation_errors.json": "1 with an amount that cannot be read, 1 with another currency .* no funder",
    "badfile_all_validation_errors.xlsx": "1 with an amount that cannot be read, 1 with another currency .* no funder",
    "badfile_all_validation_errors_4_times.xlsx": "none of its 5 rows .* 5 with no funder",
    "badfile_too_many_rows.xlsx": "none of its 50,000 rows .* 50,000 with no identifier, 50,000 with no amount",
    "badfile_too_many_rows_multiple_sheets.xlsx": "none of its 100,001 rows .* 100,001 with no identifier",
    "decimal_amounts.json": "7 with no identifier, 7 with no funder; its amounts come to £7,000.70",
    "decimal_amounts.csv": "7 with no identifier, 7 with no funder; its amounts come to £7,000.70",
    "bom.csv": "1 with no amount",
    "codelist.csv": "2 with no identifier, 2 with no amount",
    "oneof.csv": "1 with no identifier, 1 with no amount",
    "GeoCodePostcode.xlsx": "3 with no amount",
    "GeoCodePostcodeRecipientInd.xlsx": "3 with no amount",
    "RecipientIndDEI.json": "1 with no amount",
}

LOADED = {
    "RecipientIndWithoutToIndividualsDetails.xlsx": (3, 600, {"payee-individual", "individual-without-details"}),
    "dei_extension.xlsx": (9, 33_101_500, {"sheet-left-out", "several-ids", "local-id"}),
    "ids-unexpected-chars.xlsx": (1, 4_400_000, {"unseen-in-id", "charity-number-contradicts"}),
    "fundingproviders-grants_2_grants.xlsx": (2, 33_149_500, {"date-not-iso", "persons-dropped", "id-of-no-register"}),
    "fundingproviders_grants_2_grants.csv": (2, 33_149_500, {"company-number-contradicts", "persons-dropped"}),
    "fundingproviders-grants_2_grants_cp1252.csv": (2, 33_149_500, {"date-not-iso", "persons-dropped"}),
    "fundingproviders-grants_2_grants_titleswithoutrollup.xlsx": (2, 33_149_500, {"date-not-iso", "persons-dropped"}),
    "fundingproviders-grants_fixed_2_grants.json": (2, 33_149_500, {"grant-on-several-rows", "id-of-no-register"}),
    "fundingproviders-grants_broken_grants.json": (2, 33_149_503, {"grant-amounts-differ", "id-of-no-register"}),
    "fundingproviders-grants-email.json": (2, 33_149_500, {"contacts-dropped", "grant-on-several-rows"}),
    "additional_fields.json": (1, 1_000, {"funder-is-recipient", "id-of-no-register"}),
    "duration_usefulness.json": (1, 1_000, {"funder-is-recipient", "id-of-no-register"}),
    "multiple_funder_names_org_ids.json": (2, 2_000, {"several-ids"}),
}


def test_every_hostile_file_has_an_outcome() -> None:
    folder = real_data("360giving", "hostile")
    assert {path.name for path in folder.iterdir()} == REFUSED.keys() | LOADED.keys()


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_one_sentence_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    town = tpgraph.open(tmp_path / "place.tpgraph")
    with pytest.raises(InputError, match=REFUSED[name]) as refused:
        town.load(hostile(name))
    assert "\n" not in str(refused.value)
    assert town.store.read("record.load").num_rows == 0


@pytest.mark.parametrize("name", LOADED)
def test_a_hostile_file_is_loaded_with_a_warning(name: str) -> None:
    grants, amount, told = LOADED[name]
    load = loaded(hostile(name))
    assert (len(rows(load, "flow")), pence(load)) == (grants, amount)
    assert told <= codes(load)
    text = everything(load.tables)
    assert not any(person in text for person in ("Hypatia", "Aquinas", "Jane", "John Doe", "A One", "A Two", "A Three"))
    assert "@" not in text


@pytest.mark.parametrize("name", ["publishers.json", "validation_errors-3.json", "tenders_releases_2_releases.xlsx"])
def test_what_holds_no_grants_is_refused_even_if_somebody_says_it_does(name: str) -> None:
    with pytest.raises(InputError, match="is not a 360Giving file"):
        loaded(hostile(name), "threesixtygiving")


def test_a_csv_file_called_txt_is_loaded_if_somebody_says_what_it_is() -> None:
    load = loaded(hostile("fundingtrust-grants_dc.txt"), "threesixtygiving")
    dates = [str(row["date"]) for row in rows(load, "flow")]
    assert (len(dates), pence(load), min(dates), max(dates)) == (9, 77_352_100, "2013-04-22", "2014-02-06")
    assert "misnamed-file" in codes(load)


def test_every_problem_of_a_refused_file_is_kept_with_its_cell() -> None:
    with pytest.raises(RefusedSourceError) as refused:
        loaded(hostile("badfile_all_validation_errors_4_times.xlsx"))
    found = {(row["code"], row["sheet"], row["line"], row["column"]) for row in refused.value.problems.to_pylist()}
    for line in (3, 4, 5, 6):
        assert ("bad-amount", "grants", line, "Amount Awarded") in found
        assert ("bad-date", "grants", line, "Award Date") in found
        assert ("not-pounds", "grants", line, "Currency") in found
        assert ("not-an-object", "grants", line, "Planned Dates") in found
    assert ("no-funder", "grants", 2, "Funding Org") in found or ("no-funder", "grants", 2, "funder id") in found


def test_thousands_of_empty_rows_are_grouped() -> None:
    with pytest.raises(RefusedSourceError) as refused:
        loaded(hostile("badfile_too_many_rows_multiple_sheets.xlsx"))
    assert refused.value.problems.num_rows < 20


def test_no_name_of_a_person_is_kept_of_a_refused_file() -> None:
    for name in ("GeoCodePostcodeRecipientInd.xlsx", "RecipientIndDEI.json", "oneof.csv"):
        with pytest.raises(RefusedSourceError) as refused:
            loaded(hostile(name))
        text = f"{refused.value} {refused.value.problems.to_pylist()}"
        assert not any(person in text for person in ("A name", "NAME", "An Individual"))


def test_ids_lose_their_line_breaks() -> None:
    load = loaded(hostile("ids-unexpected-chars.xlsx"))
    assert [row["id"] for row in rows(load, "flow")] == ["360G-ABC-11111111111111111111"]
    assert {row["identifier"] for row in rows(load, "organisation")} == {"GB-CHC-100000", "GB-CHC-1105625"}


def test_one_funder_under_two_ids_is_two_funders() -> None:
    load = loaded(hostile("multiple_funder_names_org_ids.json"))
    assert len({row["payer_record"] for row in rows(load, "flow")}) == 2


def test_day_first_dates_are_read() -> None:
    for name in ("fundingproviders_grants_2_grants.csv", "fundingproviders-grants_fixed_2_grants.json"):
        assert {row["date"] for row in rows(loaded(hostile(name)), "flow")} == {"2014-07-24"}


def test_the_licence_of_the_sheet_meta_is_kept() -> None:
    (row,) = rows(loaded(hostile("dei_extension.xlsx")), "load")
    assert (row["publisher"], row["licence"]) == ("Example Funder", "https://creativecommons.org/licenses/by/4.0/")
