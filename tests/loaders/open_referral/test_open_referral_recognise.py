"""Recognising a package: file names and columns must both fit."""

from pathlib import Path

from tpgraph_loaders.open_referral import LOADER
from tpgraph_loaders.open_referral.shapes import shape_named, shapes

from tests.loaders.open_referral.open_referral_packages import ORGANISATIONS, SERVICES, written
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.loader import Claim


def claims(folder: Path, files: dict[str, str]) -> list[Claim]:
    (group,) = find_groups([written(folder, files)])
    return list(LOADER.recognise(group))


def test_a_package_is_claimed_with_the_files_that_belong_to_it(tmp_path: Path) -> None:
    files = {
        "csv/organizations.csv": ORGANISATIONS,
        "csv/services.csv": SERVICES,
        "csv/phones.csv": "id\n",
        "notes.csv": "a,b\n1,2\n",
    }
    (claim,) = claims(tmp_path, files)
    assert claim.members == ("csv/organizations.csv", "csv/phones.csv", "csv/services.csv")
    assert claim.stem == "town"
    assert claim.why == (
        "csv/organizations.csv has 3 of its 3 columns in common with Open Referral; it has services and "
        "organisations; 3 files of the standard"
    )


def test_the_template_is_not_claimed(tmp_path: Path) -> None:
    services = "id,provider,name,description,needs,client_groups,places,start,end,status,site,theme\ns1,A,B,,,,,,,,,\n"
    assert claims(tmp_path, {"services.csv": services, "organisations.csv": "id,name,kind,sector\no1,A,,\n"}) == []


def test_a_list_of_payments_is_not_claimed(tmp_path: Path) -> None:
    assert claims(tmp_path, {"spend.csv": "Date,Supplier,Amount\n2020-01-01,A,1\n"}) == []


def test_grants_in_json_are_not_claimed(tmp_path: Path) -> None:
    assert claims(tmp_path, {"grants.json": '{"grants": [{"id": "1", "title": "A", "currency": "GBP"}]}'}) == []


def test_bytes_that_are_no_text_are_not_claimed(tmp_path: Path) -> None:
    home = written(tmp_path, {"organizations.csv": ORGANISATIONS})
    (home / "services.csv").write_bytes(b"\x00\x01\x02\x03" * 50)
    (group,) = find_groups([home])
    assert [claim.members for claim in LOADER.recognise(group)] == [("organizations.csv",)]


def test_a_taxonomy_file_is_a_list_of_terms_or_of_vocabularies_by_its_columns() -> None:
    found = {
        "terms": shape_named("taxonomy", ("id", "name", "parent_id", "vocabulary")),
        "vocabularies": shape_named("taxonomy", ("id", "name", "description", "uri", "version")),
        "ohana_terms": shape_named(
            "taxonomy", ("id", "name", "taxonomy_id", "parent_id", "parent_name", "type", "filter")
        ),
    }
    assert {name: shape.table for name, shape in found.items() if shape is not None} == {name: name for name in found}


def test_every_shape_has_a_name_of_its_own_and_a_table_or_a_reason() -> None:
    assert len({shape.name for shape in shapes().values()}) == len(shapes())
    assert all(bool(shape.into) != bool(shape.aside) for shape in shapes().values())
