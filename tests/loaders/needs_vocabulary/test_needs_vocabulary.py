"""Lists of the LGA's standards, in the columns of their downloads; the terms are made up but for two."""

from pathlib import Path

import pytest
from tpgraph_loaders.needs_vocabulary import LOADER

from tests.resolution.tables import judgements, records
from tpgraph.errors import TpgraphError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import prepare
from tpgraph.resolution.derive import derive

Row = dict[str, object]

HEADER = "Identifier,Label,Description,Created,Modified,History notes,Type,\n"
NEEDS = "69,Social inclusion,Being part of things,2013-04-03,2013-04-03,,Need,\n71,Community facilities,,,,,Need,\n"


def load(path: Path, text: str) -> dict[str, list[Row]]:
    path.write_text(text, encoding="utf-8")
    (group,) = find_groups([path])
    (claim,) = LOADER.recognise(group)
    tables = prepare(group, claim).tables
    return {name.removeprefix("record."): table.to_pylist() for name, table in tables.items()}


def terms(tables: dict[str, list[Row]]) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in ("id", "name", "broader")) for row in tables["need"]]


def test_a_term_has_its_curie_and_its_name(tmp_path: Path) -> None:
    tables = load(tmp_path / "list.csv", HEADER + NEEDS)
    assert terms(tables) == [("esdNeed:69", "Social inclusion", None), ("esdNeed:71", "Community facilities", None)]
    assert tables["need"][0]["extra"] == '{"description":"Being part of things"}'
    assert tables["load"][0]["publisher"] == "Local Government Association"


@pytest.mark.parametrize(
    ("name", "identifier", "curie"),
    [
        ("needs.csv", "69", "esdNeed:69"),
        ("englishAndWelshServices.csv", "298", "esdServiceTypes:298"),
        ("circumstancesPersonal.csv", "Gender_Female", "esdCircumstance:Gender_Female"),
        ("list.csv", "http://id.esd.org.uk/need/69", "esdNeed:69"),
        ("list.csv", "esdNeed:69", "esdNeed:69"),
    ],
)
def test_the_list_is_known_by_the_files_name_or_the_identifier(
    tmp_path: Path, name: str, identifier: str, curie: str
) -> None:
    tables = load(tmp_path / name, f"Identifier,Label,Created\n{identifier},A term,2013-04-03\n")
    assert terms(tables) == [(curie, "A term", None)]


def test_a_list_that_nothing_names_is_refused_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(TpgraphError, match=r"name the file after its list, such as needs\.csv"):
        load(tmp_path / "list.csv", "Identifier,Label,Created\n69,A term,2013-04-03\n")


def test_broader_terms_are_found_by_identifier_or_by_name(tmp_path: Path) -> None:
    text = (
        "Identifier,Label,Type,Broader identifier\n1,Health,Need,\n2,Mental health,Need,1\n3,Sleep,Need,Mental health\n"
        "4,Alone,Need,99\n"
    )
    tables = load(tmp_path / "needs.csv", text)
    assert [row["broader"] for row in tables["need"]] == [None, "esdNeed:1", "esdNeed:2", None]
    (said,) = tables["problem"]
    assert (said["code"], said["line"], said["value"]) == ("broader-term-missing", 5, "99")


def test_rows_without_identifier_or_label_or_that_stand_twice_are_set_aside(tmp_path: Path) -> None:
    tables = load(tmp_path / "needs.csv", HEADER + NEEDS + ",A,,,,,Need,\n72,,,,,,Need,\n69,Again,,,,,Need,\n")
    assert [(row["line"], row["reason"]) for row in tables["set_aside"]] == [
        (4, "no identifier"), (5, "no label"), (6, "the identifier stands twice"),
    ]  # fmt: skip


def test_circumstances_name_client_groups_and_are_no_needs(tmp_path: Path) -> None:
    listed = load(tmp_path / "circumstances.csv", "Identifier,Label,Type\nCarer,Looks after somebody,Circumstance\n")[
        "need"
    ]
    service = {"record_id": "r-s", "name": "Respite", "client_groups": ["esdCircumstance:Carer", "Older people"]}
    graph = derive(records(need=[{**row, "load_id": "l-1"} for row in listed], service=[service]), judgements())
    assert graph["need"].num_rows == 0
    assert graph["client_group"].to_pylist() == [
        {"id": "clients/older-people", "name": "Older people"},
        {"id": "esdCircumstance:Carer", "name": "Looks after somebody"},
    ]


def test_other_lists_of_terms_are_not_claimed(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Code,Name,Description\n1,A,b\n")
    assert list(LOADER.recognise(find_groups([tmp_path / "x.csv"])[0])) == []
