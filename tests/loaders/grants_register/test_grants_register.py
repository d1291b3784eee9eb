"""Grants registers: awards in the year that they are given, with who gets them, how long and what for."""

from pathlib import Path

import pytest

from tests.loaders.contracts_register.made_registers import cells, codes, loaded
from tpgraph.errors import InputError

# The words of the Transparency Code, as councils list them.
CODE = (
    "Date the grant was awarded,Time period for which the grant has been given,"
    "Local authority department which has awarded the grant,Beneficiary,Beneficiary's registration number,"
    "Summary of the purpose of the grant,Amount\n"
    '20/05/2009,2009/10,Communities,Harbour Trust,1089893,Befriending for older people,"£4,500.00"\n'
    "21/05/2009,3 years,Communities,Village Hall Committee,234567,New roof,9000\n"
)
# The table of a parish council: day, name of organisation, purpose, amount awarded.
PARISH = (
    "Date,Name of organisation,Purpose,Amount awarded\n"
    "12.07.2009,Northmere Village Hall,Purchase of strimmer,£200.00\n"
    "11.10.2009,Northmere Foodbank,Donation,£300.00\n"
)
# Columns of a feature service of community grants: a number that may be a company's or a charity's.
COMPANY_OR_CHARITY = (
    "Organisation,Company/charity no,Date awarded,Payment basis,Purpose,Grant amount\n"
    "Club CIC,07962245,01/04/2009,Annual,Youth club,1000\n"
    "Harbour Trust,1089893,01/04/2009,Annual,Advice,2000\n"
    "Old Charity,234567,01/04/2009,Annual,Lunch club,3000\n"
)
FLOW = ("payee", "amount_pence", "financial_year", "date", "ends", "basis", "unit", "purpose")


def test_a_grant_is_an_award_with_its_period(tmp_path: Path) -> None:
    load = loaded(tmp_path, CODE, "grants.csv")
    assert cells(load, "load", "loader") == [("grants_register",)]
    assert cells(load, "flow", *FLOW) == [
        (
            "Harbour Trust", 4_500_00, "2009-10", "2009-05-20", "2010-03-31", "award", "Communities",
            "Befriending for older people",
        ),
        ("Village Hall Committee", 9_000_00, "2009-10", "2009-05-21", "2012-05-20", "award", "Communities", "New roof"),
    ]  # fmt: skip


def test_a_grant_for_people_proposes_a_service_and_one_for_a_roof_does_not(tmp_path: Path) -> None:
    load = loaded(tmp_path, CODE, "grants.csv")
    columns = ("provider", "commissioner", "name", "start", "end", "cost_pence_per_year", "inferred_from")
    assert cells(load, "service", *columns) == [
        (
            "Harbour Trust",
            "Northmere Council",
            "Befriending for older people",
            "2009-04-01",
            "2010-03-31",
            4_500_00,
            "grant",
        )
    ]
    assert codes(load)["service-proposed"] == (
        '1 grant looks like a service to people: each proposes one, marked "inferred from grant" until somebody '
        "confirms it"
    )


def test_beneficiaries_are_known_by_their_numbers(tmp_path: Path) -> None:
    bodies = dict(cells(loaded(tmp_path, CODE, "grants.csv"), "organisation", "name", "identifier"))
    assert bodies == {
        "Northmere Council": None, "Harbour Trust": "GB-CHC-1089893", "Village Hall Committee": "GB-CHC-234567",
    }  # fmt: skip


def test_a_number_of_either_register_is_told_by_its_shape(tmp_path: Path) -> None:
    load = loaded(tmp_path, COMPANY_OR_CHARITY, "community.csv")
    bodies = dict(cells(load, "organisation", "name", "identifier"))
    assert (bodies["Club CIC"], bodies["Harbour Trust"], bodies["Old Charity"]) == (
        "GB-COH-07962245", "GB-CHC-1089893", "GB-CHC-234567",
    )  # fmt: skip


def test_a_parish_table_is_loaded(tmp_path: Path) -> None:
    load = loaded(tmp_path, PARISH, "grants-awarded.csv")
    assert cells(load, "flow", "payee", "amount_pence", "date") == [
        ("Northmere Village Hall", 200_00, "2009-07-12"), ("Northmere Foodbank", 300_00, "2009-10-11"),
    ]  # fmt: skip
    assert cells(load, "service", "name") == []


def test_equal_grants_under_one_reference_all_count(tmp_path: Path) -> None:
    text = (
        "Grant reference,Beneficiary,Purpose of grant,Amount,Date awarded\n"
        "VSF,Harbour Trust,Core costs,500,01/04/2009\nVSF,Hill Trust,Core costs,500,01/04/2009\n"
    )
    assert cells(loaded(tmp_path, text, "grants.csv"), "flow", "payee", "amount_pence") == [
        ("Harbour Trust", 500_00), ("Hill Trust", 500_00),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("period", "ends"),
    [
        ("01/04/2009 - 31/03/2012", "2012-03-31"),
        ("01/04/2009-31/03/2012", "2012-03-31"),
        ("1 April 2009 to 31 March 2012", "2012-03-31"),
        ("April 2009 - March 2012", "2012-03-31"),
        ("2009-10 to 2011-12", "2012-03-31"),
        ("36 months", "2012-04-30"),
        ("three years", "2012-04-30"),
        ("one-off", None),
    ],
)
def test_periods_are_read_as_people_write_them(tmp_path: Path, period: str, ends: str | None) -> None:
    text = f"Beneficiary,Grant amount,Date awarded,Time period\nHarbour Trust,10,01/05/2009,{period}\n"
    assert cells(loaded(tmp_path, text, "grants.csv"), "flow", "ends") == [(ends,)]


def test_a_grant_to_a_person_keeps_its_money_and_no_name(tmp_path: Path) -> None:
    text = (
        "Beneficiary,Grant amount,Date awarded,Purpose\nMiss Ann Example,10,01/05/2009,Youth work by Miss Ann Example\n"
    )
    load = loaded(tmp_path, text, "grants.csv")
    assert cells(load, "flow", "payee", "payee_status", "amount_pence") == [("an individual", "individual", 10_00)]
    assert "Ann" not in "".join(str(table.to_pylist()) for table in load.tables.values())
    assert cells(load, "service", "name") == []


def test_who_gives_is_asked_for_where_nothing_tells_it(tmp_path: Path) -> None:
    from tpgraph.loading.grouping import find_groups
    from tpgraph.loading.load import prepare
    from tpgraph.loading.recognise import recognise

    path = tmp_path / "x" / "grants.csv"
    path.parent.mkdir()
    path.write_text(CODE, "utf-8")
    ((group, claim),) = recognise(find_groups([path]))[0]
    with pytest.raises(InputError, match=r'who pays is not known: .* say it with --payer "NAME OF THE BODY"'):
        prepare(group, claim)
    assert cells(prepare(group, claim, payer="Northmere Council"), "flow", "payer") == [("Northmere Council",)] * 2
