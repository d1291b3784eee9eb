"""Spend files: who pays, by a column, a data package, the name of the file or of a folder, or the user's word."""

from pathlib import Path

import pytest

from tests.loaders.spend.spend_files import COUNCIL, HEAD, TWO, aside, flows, loaded, rows, said
from tpgraph.errors import InputError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import prepare
from tpgraph.loading.recognise import recognise


def test_a_payer_by_initials_or_blank_is_the_publisher_with_one_note_each(tmp_path: Path) -> None:
    text = HEAD + "NBC,2016-04-05,Acme,1\n,2016-04-05,Acme,2\nNBC,2016-04-05,Acme,3\nOther Trust,2016-04-05,Acme,4\n"
    load = loaded(tmp_path, text)
    assert flows(load, "payer") == [(COUNCIL,), (COUNCIL,), (COUNCIL,), ("Other Trust",)]
    assert [entry[3] for entry in said(load, "payer-")] == [
        f"1 payment names no payer: {COUNCIL} is taken",
        f"2 payments name the payer by initials: {COUNCIL} is taken",
    ]


def test_the_one_body_in_the_payer_column_publishes(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows(*TWO), payer=None)
    assert (load.publisher, load.source_key) == (COUNCIL, f"{COUNCIL}/spend-june")


def test_of_several_bodies_in_the_payer_column_none_publishes(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows(*TWO) + "Other Trust,2016-04-05,Acme,1\n", payer=None)
    assert (load.publisher, load.publisher_why) == ("northmere", "the name of the folder")
    assert flows(load, "payer") == [(COUNCIL,), (COUNCIL,), ("Other Trust",)]


@pytest.mark.parametrize(
    "label", ["Grand Total", "TOTAL", "Sub-total:", "Total spend", f"{COUNCIL} Total", "#N/A", "-", "  "]
)
def test_a_label_in_the_payer_column_is_no_payer(tmp_path: Path, label: str) -> None:
    load = loaded(tmp_path, HEAD + f"{COUNCIL},2016-04-05,Acme,10\n{COUNCIL},2016-04-06,Zenith,20\n{label},,,30\n")
    assert (load.publisher, load.publisher_why) == (COUNCIL, "the one body in the payer column")
    assert aside(load) == [(4, "grand total row", 3000)]


def test_a_payment_under_a_label_of_a_total_is_the_publishers(tmp_path: Path) -> None:
    load = loaded(tmp_path, HEAD + f"{COUNCIL},2016-04-05,Acme,10\nTotal,2016-04-06,Zenith,20\n")
    assert flows(load, "payer", "amount_pence") == [(COUNCIL, 1000), (COUNCIL, 2000)]
    assert sorted(load.tables["record.organisation"].column("name").to_pylist()) == ["Acme", COUNCIL, "Zenith"]
    assert ("payer-blank", "note", None) in [entry[:3] for entry in said(load)]


def test_a_body_whose_name_holds_total_is_a_payer(tmp_path: Path) -> None:
    load = loaded(tmp_path, HEAD + "Total Place Northmere,2016-04-05,Acme,10\nTotal Place Northmere,2016-04-05,Zen,2\n")
    assert load.publisher == "Total Place Northmere"
    assert aside(load) == []


BARE = "Date,Supplier,Amount\n2016-04-05,Acme,10\n2016-04-06,Zenith,20\n"
UNKNOWN = (
    "who pays is not known: no column names a body, and no data package, file name or folder name tells it; say it "
    'with --payer "NAME OF THE BODY"'
)


def placed(tmp_path: Path, name: str, text: str = BARE) -> Path:
    """Write a file below an empty folder whose name tells nothing."""
    path = tmp_path / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def payers(path: Path, known: tuple[str, ...] = (), **given: str) -> tuple[set[object], str]:
    """Load a file and give its payers and by what the publisher is known."""
    ((group, claim),) = recognise(find_groups([path]), "spend")[0]
    load = prepare(group, claim, given.get("publisher"), payer=given.get("payer"), known=lambda: known)
    return set(load.tables["record.flow"].column("payer").to_pylist()), load.publisher_why


@pytest.mark.parametrize(
    ("name", "payer", "why"),
    [
        ("manchester-2022-05.csv", "Manchester City Council", "the name of the file"),
        ("Oxford_City_Council_spend-over-500_May2018.csv", "Oxford City Council", "the name of the file"),
        ("essex-police-payments-q1-2019.csv", "Essex Police", "the name of the file"),
        ("Salford City Council/2022/spend.csv", "Salford City Council", "the name of the folder"),
        ("leeds/payments_2019.csv", "Leeds City Council", "the name of the folder"),
        ("dorset-2019.csv", "Dorset Council", "the name of the file"),
        ("bournemouth-2016.csv", "Bournemouth Borough Council", "the name of the file"),
    ],
)
def test_a_file_or_folder_named_after_one_listed_body_is_its(tmp_path: Path, name: str, payer: str, why: str) -> None:
    assert payers(placed(tmp_path, name)) == ({payer}, why)


@pytest.mark.parametrize(
    "name",
    [
        "spend.csv", "2022/spend.csv", "downloads/payments-over-500.csv", "council/spend.csv", "nhs/2019.csv",
        # Two bodies, a body that was no more, and a body of which the list knows only the place.
        "manchester-salford-2022.csv", "bournemouth-2022.csv", "leeds-teaching-hospitals-nhs-trust-2019.csv",
        # Further out a bare place name may be anybody's folder.
        "leeds/work/spend.csv",
    ],
)  # fmt: skip
def test_a_payer_that_nothing_tells_is_asked_for_in_one_sentence(tmp_path: Path, name: str) -> None:
    path = placed(tmp_path, name)
    with pytest.raises(InputError) as refused:
        payers(path)
    assert str(refused.value) == f"{path.name}: {UNKNOWN}"
    assert payers(path, payer="Northmere Trust") == ({"Northmere Trust"}, "you said who pays")


@pytest.mark.parametrize("name", ["northmere-2022-05.csv", "northmere/spend.csv", "Northmere Borough Council/2022.csv"])
def test_a_file_named_after_a_body_that_is_loaded_is_its(tmp_path: Path, name: str) -> None:
    found, _ = payers(placed(tmp_path, name), known=("Ash Ltd", COUNCIL))
    assert found == {COUNCIL}


def test_of_two_loaded_bodies_of_one_place_none_is_guessed(tmp_path: Path) -> None:
    path = placed(tmp_path, "northmere.csv")
    with pytest.raises(InputError, match="who pays is not known"):
        payers(path, known=(COUNCIL, "Northmere District Council"))
    assert payers(path, known=(COUNCIL, "Northmere Primary Care Trust"))[0] == {COUNCIL}


def test_a_folder_that_reads_like_a_body_is_taken_with_a_warning(tmp_path: Path) -> None:
    path = placed(tmp_path, "Little Ash Parish Council/spend.csv")
    ((group, claim),) = recognise(find_groups([path]), "spend")[0]
    load = prepare(group, claim)
    assert flows(load, "payer") == [("Little Ash Parish Council",)] * 2
    assert [entry[:2] for entry in said(load, "payer-from", "publisher-")] == [("payer-from-folder", "warning")]


def test_initials_in_the_column_are_the_body_that_the_file_is_named_after(tmp_path: Path) -> None:
    text = "Body,Date,Supplier,Amount\nOCC,2016-04-05,Acme,10\nOCC,2016-04-05,Zen,10\n"
    found, why = payers(placed(tmp_path, "oxford-city-council-2016.csv", text))
    assert (found, why) == ({"Oxford City Council"}, "the name of the file, whose initials stand in the file")


def test_a_data_package_tells_the_payer(tmp_path: Path) -> None:
    path = placed(tmp_path, "spend.csv")
    package = '{"publishers": [{"name": "Ash Council"}], "resources": [{"path": "data/spend.csv"}]}'
    path.with_name("datapackage.json").write_text(package)
    assert payers(path) == ({"Ash Council"}, "the data package datapackage.json lists the file")


def test_the_payer_that_the_user_names_may_differ_from_the_publisher(tmp_path: Path) -> None:
    path = placed(
        tmp_path, "spend.csv", "Body,Date,Supplier,Amount\n,2016-04-05,Acme,10\nElm Trust,2016-04-05,Acme,1\n"
    )
    assert payers(path, publisher="Open Data Hub", payer="Ash Council")[0] == {"Ash Council", "Elm Trust"}
    assert payers(path, publisher="Ash Council") == ({"Ash Council", "Elm Trust"}, "you said so")
    assert payers(path, payer="Ash Council") == ({"Ash Council", "Elm Trust"}, "the one body in the payer column")


def test_payments_without_a_payer_among_several_payers_are_asked_for(tmp_path: Path) -> None:
    text = "Body,Date,Supplier,Amount\nElm Trust,2016-04-05,Acme,1\nAsh Trust,2016-04-05,Acme,1\n,2016-04-05,Acme,10\n"
    with pytest.raises(InputError, match="who pays is not known: 1 of 3 payments name none, and no data package"):
        payers(placed(tmp_path, "spend.csv", text))


@pytest.mark.parametrize("body", ["http://statistics.data.gov.uk/doc/local-authority/00CY", "O8", "200227"])
def test_a_code_or_an_address_in_the_payer_column_names_no_body(tmp_path: Path, body: str) -> None:
    text = f"Body,Organisation Name,Date,Supplier,Amount\n{body},Elm Trust,2016-04-05,Acme,1\n"
    assert payers(placed(tmp_path, "spend.csv", text))[0] == {"Elm Trust"}
    alone = f"Body,Date,Supplier,Amount\n{body},2016-04-05,Acme,1\n"
    with pytest.raises(InputError, match="who pays is not known"):
        payers(placed(tmp_path, "alone.csv", alone))


def test_a_body_that_pays_itself_is_shown_as_payer_and_payee_of_one_record(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows(f"2016-04-05,{COUNCIL.upper()},7", "2016-04-05,Acme,1"))
    pays_itself, other = flows(load, "payer_record", "payee_record", "amount_pence")
    assert pays_itself[0] == pays_itself[1]
    assert pays_itself[2] == 700
    assert other[0] != other[1]
    assert [entry[3] for entry in said(load, "pays-itself")] == [
        "1 payment of £7.00 goes to the body that pays it: it is shown, and taken off where money is counted once"
    ]
