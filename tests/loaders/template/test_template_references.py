"""Every column that takes a body, a service or a site takes its name or its id."""

from pathlib import Path

from tests.loaders.template.filled_template import PUBLISHER, body, folder, load, named, only, said, workbook
from tpgraph.identifiers import record_id

ORGANISATIONS = "id,name,sector,identifier\no1,Northmere Council,local,\no2,Harbour Trust,voluntary,GB-CHC-1089893\n"
FLOW_HEADINGS = ["payer", "payee", "amount_gbp", "financial_year", "basis"]


def test_a_body_is_found_by_its_id_and_by_its_name_in_any_case(tmp_path: Path) -> None:
    files = {
        "organisations.csv": ORGANISATIONS,
        "flows.csv": "payer,payee,amount_gbp,basis\no1,HARBOUR  trust,10,payment\nnorthmere council,o2,20,payment\n",
    }
    tables = load(folder(tmp_path / "a", files))
    assert only(tables["flow"], "payer_record", "payee_record") == [(body("o1"), body("o2")), (body("o1"), body("o2"))]
    assert only(
        tables["organisation"], "record_id", "source_id", "name", "sector", "identifier", "stub", "mentioned"
    ) == [
        (body("o1"), "o1", "Northmere Council", "local", None, False, False),
        (body("o2"), "o2", "Harbour Trust", "voluntary", "GB-CHC-1089893", False, False),
    ]
    assert [row for row in tables["problem"] if row["severity"] != "note"] == []


def test_a_body_that_stands_on_no_sheet_is_made_once_from_its_name(tmp_path: Path) -> None:
    rows = [FLOW_HEADINGS, ["Northmere Council", "Pier Ltd", 1, "2009-10", "payment"]]
    rows += [["NORTHMERE COUNCIL", "Pier Ltd", 2, "2009-10", "payment"]]
    tables = load(workbook(tmp_path / "place.xlsx", {"flows": rows}))
    columns = ("record_id", "source_id", "name", "sector", "line", "stub", "mentioned")
    assert set(only(tables["organisation"], *columns)) == {
        (named("Northmere Council"), None, "Northmere Council", "unknown", 2, False, True),
        (named("Pier Ltd"), None, "Pier Ltd", "unknown", 2, False, True),
    }
    assert {row["payer_record"] for row in tables["flow"]} == {named("Northmere Council")}


def test_a_public_identifier_names_the_body_that_has_it(tmp_path: Path) -> None:
    files = {
        "organisations.csv": ORGANISATIONS,
        "flows.csv": "payer,payee,amount_gbp,basis\no1,gb-chc-1089893,10,payment\no1,GB-COH-1234567,20,payment\n",
    }
    tables = load(folder(tmp_path / "a", files))
    assert only(tables["flow"], "payee_record") == [(body("o2"),), (body("GB-COH-01234567"),)]
    made = [row for row in tables["organisation"] if row["sheet"] == "flows.csv"]
    assert only(made, "record_id", "source_id", "name", "identifier", "stub", "mentioned", "line") == [
        (body("GB-COH-01234567"), None, "GB-COH-1234567", "GB-COH-01234567", True, False, 3)
    ]


def test_an_unknown_id_in_a_column_of_ids_makes_a_stub_with_a_warning(tmp_path: Path) -> None:
    files = {
        "organisations.csv": ORGANISATIONS,
        "services.csv": "id,organisation_id,name\ns1,o1,Play\ns2,missing,Read\ns3,missing,Sing\n",
    }
    tables = load(folder(tmp_path / "a", files))
    assert only(tables["service"], "id", "provider", "provider_record") == [
        ("s1", "o1", body("o1")),
        ("s2", "missing", body("missing")),
        ("s3", "missing", body("missing")),
    ]
    stub = [row for row in tables["organisation"] if row["stub"]]
    assert only(stub, "record_id", "source_id", "id", "name", "sector", "mentioned") == [
        (body("missing"), "missing", "missing", "missing", "unknown", False)
    ]
    (problem,) = [row for row in tables["problem"] if row["code"] == "organisation-missing"]
    assert (problem["sheet"], problem["line"], problem["column"]) == ("services.csv", 3, "organisation_id")
    assert problem["severity"] == "warning"
    assert "which stands in 2 rows" in str(problem["sentence"])


def test_a_text_built_like_the_ids_of_the_sheet_is_an_id_and_not_a_name(tmp_path: Path) -> None:
    files = {
        "organisations.csv": ORGANISATIONS,
        "flows.csv": "payer,payee,amount_gbp,basis\no1,o17,10,payment\no1,G4S,20,payment\n",
    }
    tables = load(folder(tmp_path / "a", files))
    made = [row for row in tables["organisation"] if row["sheet"] == "flows.csv"]
    assert only(made, "name", "stub", "mentioned") == [("o17", True, False), ("G4S", False, True)]
    assert said(tables, "organisation-missing") == [("flows.csv", 2, "payee", "o17")]


def test_a_name_that_two_bodies_have_means_the_first_and_is_said(tmp_path: Path) -> None:
    files = {
        "organisations.csv": "id,name,kind\no1,Friends of the Pier,club\no2,friends of the pier,charity\n",
        "partnerships.csv": "organisation,other,kind\nFriends of the Pier,o2,pooled budget\n",
    }
    tables = load(folder(tmp_path / "a", files))
    assert only(tables["partnership"], "organisation_record", "other_record", "kind") == [
        (body("o1"), body("o2"), "pooled budget")
    ]
    assert said(tables, "name-of-two") == [("partnerships.csv", 2, "organisation", "Friends of the Pier")]


def test_parents_commissioners_and_bodies_of_the_count_are_looked_up(tmp_path: Path) -> None:
    files = {
        "organisations.csv": "id,name,parent\n"
        "o1,Northmere Council,\no2,Harbour Trust,o1\no3,Pier Ltd,Big Holdings plc\n",
        "services.csv": "id,provider,name,commissioner\ns1,Harbour Trust,Play,Northmere PCT\n",
        "spend.csv": "organisation,heading,amount_gbp,financial_year,basis\no1,Schools,5,2009-10,budget\n",
    }
    tables = load(folder(tmp_path / "a", files))
    parents = only([row for row in tables["organisation"] if row["id"]], "id", "parent_record")
    assert parents == [("o1", None), ("o2", body("o1")), ("o3", named("Big Holdings plc"))]
    assert only(tables["service"], "provider_record", "commissioner_record") == [(body("o2"), named("Northmere PCT"))]
    assert only(tables["spend"], "organisation_record", "amount_pence", "basis") == [(body("o1"), 500, "budget")]


def test_a_service_is_found_by_id_or_name_and_a_missing_one_makes_a_stub(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,provider,name\ns1,A,Stay and play\ns2,B,Speech therapy\n",
        "referrals.csv": "service,other,per_year\nstay AND play,s2,30\ns1,s99,5\n",
        "flows.csv": "payer,payee,amount_gbp,basis,service\nA,B,1,payment,Lost service\n",
    }
    tables = load(folder(tmp_path / "a", files))

    def service(key: str) -> str:
        return record_id(PUBLISHER, "service", key)

    assert only(tables["referral"], "service_record", "other_record", "per_year") == [
        (service("s1"), service("s2"), 30),
        (service("s1"), service("s99"), 5),
    ]
    assert only(tables["flow"], "service_record") == [(service("lost service"),)]
    stubs = [row for row in tables["service"] if row["stub"]]
    assert only(stubs, "record_id", "name", "sheet", "line") == [
        (service("lost service"), "Lost service", "flows.csv", 2),
        (service("s99"), "s99", "referrals.csv", 3),
    ]
    assert said(tables, "service-missing") == [
        ("flows.csv", 2, "service", "Lost service"),
        ("referrals.csv", 3, "other", "s99"),
    ]


def test_what_is_inspected_may_be_a_body_or_a_service(tmp_path: Path) -> None:
    files = {
        "organisations.csv": "id,name\no1,Northmere Council\n",
        "services.csv": "id,provider,name\ns1,o1,Stay and play\n",
        "inspections.csv": "inspector,inspected,per_year,days_each\n"
        "Ofsted,o1,1,2.5\nOfsted,Stay and play,0.5,1\nOfsted,Pier Ltd,,\n",
    }
    tables = load(folder(tmp_path / "a", files))
    assert only(tables["inspection"], "inspected_record", "inspected_service_record", "per_year", "days_each") == [
        (body("o1"), None, 1.0, 2.5),
        (None, record_id(PUBLISHER, "service", "s1"), 0.5, 1.0),
        (named("Pier Ltd"), None, None, None),
    ]
    assert {row["inspector_record"] for row in tables["inspection"]} == {named("Ofsted")}


def test_sites_are_found_by_id_or_name_and_new_ones_are_made(tmp_path: Path) -> None:
    files = {
        "sites.csv": "id,name,postcode,latitude,longitude,use\nb1,Harbour Centre,NM1 2AB,53.5,-2.3,part used\n",
        "services.csv": "id,provider,name,site\ns1,A,Play,b1; New Hall\ns2,A,Read,new hall;Harbour centre\n",
    }
    tables = load(folder(tmp_path / "a", files))
    listed, made = record_id(PUBLISHER, "site", "b1"), record_id(PUBLISHER, "site", "new hall")
    assert only(tables["service"], "site_records") == [([listed, made],), ([made, listed],)]
    assert only(tables["site"], "record_id", "name", "latitude", "longitude", "use", "sheet") == [
        (made, "New Hall", None, None, "unknown", "services.csv"),
        (listed, "Harbour Centre", 53.5, -2.3, "part used", "sites.csv"),
    ]


def test_payees_that_are_people_redacted_or_blank_make_no_body(tmp_path: Path) -> None:
    rows = [FLOW_HEADINGS]
    rows += [
        ["Council", payee, 1, "2009-10", "payment"] for payee in ("Mr J Example", "REDACTED", None, "Mr Clutch Ltd")
    ]
    tables = load(workbook(tmp_path / "place.xlsx", {"flows": rows}))
    assert only(tables["flow"], "payee", "payee_status", "payee_record", "amount_pence") == [
        ("an individual", "individual", None, 100),
        ("REDACTED", "redacted", None, 100),
        (None, "blank", None, 100),
        ("Mr Clutch Ltd", "known", named("Mr Clutch Ltd"), 100),
    ]
    assert [row["name"] for row in tables["organisation"]] == ["Council", "Mr Clutch Ltd"]
    assert "Example" not in str(tables)
