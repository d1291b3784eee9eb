"""Dialects: what each writes differently, in packages of a few lines."""

from pathlib import Path

from tests.loaders.open_referral.open_referral_packages import (
    ORGANISATIONS,
    SERVICES,
    accounts,
    loaded,
    problems,
    rows,
    set_aside,
)
from tpgraph.identifiers import record_id

OHANA_TERMS = (
    "bom,id,name,taxonomy_id,parent_id,parent_name,type,filter,filter_parent,filter_priority\n"
    ",1,Food,102,,,service,FALSE,FALSE,\n"
    ",2,Emergency Food,102-01,102,Food,service,FALSE,FALSE,\n"
    ",3,Armed Forces,113,,,situation,FALSE,FALSE,\n"
    ",4,Veterans,113-03,113,Armed Forces,situation,FALSE,FALSE,\n"
    ",5,No ID Required,130-01,130,Documents Needed,situation,FALSE,FALSE,\n"
)
OHANA = {
    "organizations.csv": "id,name,tax_id,legal_status\n7,Harbour Trust,,\n",
    "locations.csv": "id,organization_id,name,latitude,longitude\n1,7,Hall,,\n2,7,Annex,,\n",
    "services.csv": "id,location_id,program_id,name,application_process,taxonomy_ids,status\n"
    "10,1,,Pantry,Call,,active\n11,,,Made up,,,active\n12,2,,Kitchen,,102-01,active\n",
    "taxonomy.csv": OHANA_TERMS,
}


def test_ohana_services_find_their_provider_through_their_location(tmp_path: Path) -> None:
    load = loaded(tmp_path, OHANA)
    assert rows(load, "record.service", "id", "provider", "site") == [
        ("10", "Harbour Trust", ["Hall"]),
        ("11", None, None),
        ("12", "Harbour Trust", ["Annex"]),
    ]
    assert problems(load, "provider-unknown") == [("services.csv", 3, "warning")]


def test_ohana_categories_point_at_the_id_of_a_term_and_its_cells_at_the_code(tmp_path: Path) -> None:
    load = loaded(tmp_path, {**OHANA, "service_categories.json": '{"10": ["1", "2", "2"], "12": ["9"], "99": ["1"]}'})
    assert rows(load, "record.service", "id", "needs") == [
        ("99", None),
        ("10", ["openEligibility:102", "openEligibility:102-01"]),
        ("11", None),
        ("12", ["openEligibility:102-01"]),
    ]
    assert accounts(load)["service_categories.json"] == (5, 2, 3)
    assert [row for row in set_aside(load) if row[0] == "service_categories.json"] == [
        ("service_categories.json", 3, 1, "repeats a link"),
        ("service_categories.json", 4, 1, "links to a term that is not in the package"),
        ("service_categories.json", 5, 1, "a term of a service that is not in the package"),
    ]
    assert rows(load, "record.need", "id", "name", "broader") == [
        ("openEligibility:102", "Food", None),
        ("openEligibility:102-01", "Emergency Food", "openEligibility:102"),
    ]


def test_situations_of_open_eligibility_are_client_groups_or_conditions(tmp_path: Path) -> None:
    load = loaded(tmp_path, {**OHANA, "service_categories.json": '{"10": ["4", "5", "1"]}'})
    assert rows(load, "record.service", "needs", "client_groups", "eligibility")[0] == (
        ["openEligibility:102"], ["Veterans"], "No ID Required",
    )  # fmt: skip
    assert ("taxonomy.csv", 4, 1, "a client group or condition that no service has") in set_aside(load)


def test_a_list_of_terms_under_two_names_is_loaded_once(tmp_path: Path) -> None:
    load = loaded(tmp_path, {**OHANA, "categories.csv": OHANA_TERMS, "service_categories.json": '{"10": ["4", "5"]}'})
    assert accounts(load)["taxonomy.csv"] == (5, 0, 5)
    assert len(rows(load, "record.need", "id")) == 2


def test_211_codes_are_set_aside_and_those_without_a_term_are_counted(tmp_path: Path) -> None:
    load = loaded(tmp_path, {
        **OHANA,
        "service_icarol_categories.json": '{"10": ["BD", "XX"], "12": ["XX"]}',
        "taxonomy_mapping.csv": "211 Code,211 Name,Open Eligibility Name,taxonomy_id\nBD,Food,Food,102\n",
    })  # fmt: skip
    assert accounts(load)["service_icarol_categories.json"] == (3, 0, 3)
    assert accounts(load)["taxonomy_mapping.csv"] == (1, 0, 1)
    sentences = [row[1] for row in rows(load, "record.problem", "code", "sentence") if row[0] == "code-unmapped"]
    assert sentences == ["1 of 2 211 codes (2 links) stand for no term that the package names."]


def test_mail_addresses_are_never_joined_to_locations(tmp_path: Path) -> None:
    mail = "id,location_id,attention,address_1\n1,1,Somebody,Box 1\n"
    load = loaded(tmp_path, {**OHANA, "mail_addresses.csv": mail})
    assert rows(load, "record.site", "name", "address") == [("Hall", None), ("Annex", None)]
    assert accounts(load)["mail_addresses.csv"] == (1, 0, 1)


PREFIXED = (
    "service_uuid,organization_name,organization_uuid,service_name,service_description,service_email,service_url,"
    "service_min_age,service_max_age,service_problem_codes,service_require_veteran,service_areas,,\n"
)


LAW = "organization_uuid,organization_name,organization_url,organization_legal_status\nu1,Harbour Law,,\n"


def _prefixed_row(number: int) -> str:
    described = "A long description of what this service offers to people"
    contacts = "a@b.example,www.law.example"
    return f"s{number},Harbour Law,u1,Law {number},{described},{contacts},18,200,Debt; Fraud,false,Ash County,,\n"


def test_a_row_that_stands_too_far_right_is_put_back(tmp_path: Path) -> None:
    shifted = (
        "s9,Harbour Law,u1,Papers,Help for people who are,without a home,or over 60,"
        "c@d.example,www.law.example,,,,true,Elm County\n"
    )
    services = PREFIXED + "".join(_prefixed_row(number) for number in range(3)) + shifted
    load = loaded(tmp_path, {
        "organizations.csv": LAW,
        "services.csv": services,
    })  # fmt: skip
    columns = ("name", "description", "needs", "client_groups", "places", "eligibility")
    assert rows(load, "record.service", *columns)[-1] == (
        "Papers", "Help for people who are without a home or over 60", None, ["Veterans"], ["Elm County"],
        "veterans only",
    )  # fmt: skip
    assert problems(load, "row-shifted") == [("services.csv", 5, "warning")]


def test_the_prefixed_dialect_names_needs_and_areas_in_cells(tmp_path: Path) -> None:
    load = loaded(tmp_path, {
        "organizations.csv": LAW,
        "services.csv": PREFIXED + _prefixed_row(1),
        "locations.csv": "organization_name,organization_uuid,location_name,location_uuid,location_address,phones\n"
        "Harbour Law,u1,Main,l1,State: FL,\nHarbour Law,u1,Quay,l2,\"1 Quay St, Ash, FL\",main: 202-456-1111\n",
    })  # fmt: skip
    assert rows(load, "record.service", "id", "provider", "needs", "places", "eligibility", "site") == [
        ("s1", "Harbour Law", ["Debt", "Fraud"], ["Ash County"], "ages 18 and over", None)
    ]
    assert rows(load, "record.need", "record_id", "id", "name") == [
        (record_id("town", "need", "debt"), None, "Debt"),
        (record_id("town", "need", "fraud"), None, "Fraud"),
    ]
    assert rows(load, "record.site", "name", "address") == [("Main", None), ("Quay", "1 Quay St, Ash, FL")]
    assert problems(load, "address-is-state-only") == [("locations.csv", None, "note")]


def test_hsds_1_terms_carry_their_vocabulary(tmp_path: Path) -> None:
    load = loaded(tmp_path, {
        "organizations.csv": ORGANISATIONS,
        "services.csv": SERVICES,
        "taxonomy.csv": "id,name,parent_id,parent_name,vocabulary\nt1,Food,,,Open Needs\nt2,Meals,t1,Food,Open Needs\n",
        "services_taxonomy.csv": "id,service_id,taxonomy_id,taxonomy_detail\nx1,s1,t2,\nx2,s1,t9,\n",
    })  # fmt: skip
    assert rows(load, "record.service", "needs") == [(["Open_Needs:Meals"],)]
    assert rows(load, "record.need", "id", "broader") == [
        ("Open_Needs:Food", None),
        ("Open_Needs:Meals", "Open_Needs:Food"),
    ]
    assert set_aside(load) == [("services_taxonomy.csv", 3, 1, "links to a term that is not in the package")]


def test_a_circumstance_that_an_eligibility_links_to_is_a_client_group(tmp_path: Path) -> None:
    load = loaded(tmp_path, {
        "organization.csv": ORGANISATIONS,
        "service.csv": SERVICES,
        "eligibility.csv": "id,service_id,eligibility,minimum_age,maximum_age\ne1,s1,Anyone in need,18,\n",
        "taxonomy.csv": "id,name,parent_id,vocabulary\nesdNeed:69,Parenting,,esdNeeds\nc1,Carers,,esdCircumstances\n",
        "link_taxonomy.csv": "id,link_type,link_id,taxonomy_id\nx1,eligibility,e1,c1\n",
        "service_taxonomy.csv": "id,service_id,taxonomy_id\ny1,s1,esdNeed:69\n",
    })  # fmt: skip
    assert rows(load, "record.service", "needs", "client_groups", "eligibility") == [
        (["esdNeed:69"], ["Carers"], "Anyone in need; ages 18 and over")
    ]
    assert rows(load, "record.need", "id", "name") == [("esdNeed:69", "Parenting")]


def test_open_referral_uk_3_says_some_tables_twice_and_they_are_loaded_once(tmp_path: Path) -> None:
    address = "id,location_id,address_1,city\na1,l1,1 Quay St,Northmere\n"
    schedule = 'id,service_id,byday,opens_at,closes_at\nh1,s1,"TH,FR",10:00:00,18:00:00\n'
    load = loaded(tmp_path, {
        "organizations.csv": ORGANISATIONS,
        "services.csv": SERVICES,
        "locations.csv": "id,name,location_type\nl1,Hall,physical\n",
        "address.csv": address, "addresses.csv": address,
        "schedule.csv": schedule, "schedules.csv": schedule,
        "taxonomy.csv": "id,name,description,uri,version\nv1,Needs,,,1\n",
        "taxonomies.csv": "id,name,description,uri,version\nv1,Needs,,,1\n",
        "taxonomy_terms.csv": "id,code,name,taxonomy_id\nt1,69,Parenting,v1\n",
        "attribute.csv": "id,link_id,taxonomy_term_id,link_type\n"
        "x1,s1,t1,service\nx2,nobody,t1,service\nx3,o1,t1,organization\n",
    })  # fmt: skip
    assert rows(load, "record.service", "opening", "needs") == [("Thu, Fri 10:00-18:00", ["Needs:69"])]
    assert set_aside(load) == [
        ("addresses.csv", 2, 1, "repeats an address"),
        ("attribute.csv", 3, 1, "a term of something that is no service"),
        ("attribute.csv", 4, 1, "a term of something that is no service"),
        ("schedules.csv", 2, 1, "repeats opening hours"),
        ("taxonomy.csv", 2, 1, "repeats a taxonomy"),
    ]
    assert problems(load, "link-unresolved") == [("attribute.csv", 3, "warning")]
