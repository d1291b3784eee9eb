"""Figures of a source become needs only where somebody says which."""

from pathlib import Path

import pytest

from tests.loaders.template.filled_template import folder, load, only
from tests.resolution.tables import judgements, records
from tpgraph.reference import client_group_synonyms, indicators, simplify
from tpgraph.resolution.derive import derive
from tpgraph.resolution.indicators import map_indicators

Row = dict[str, object]


def figure(indicator: str | None, **more: object) -> Row:
    told = {"need": indicator or "Debt advice", "indicator": indicator, "place": "E08000003", "people": 90}
    return {"record_id": f"r-{indicator}-{more.get('place', '')}", **told, **more}


def mapped(figures: list[Row], sheet: list[Row]) -> tuple[list[tuple[object, object]], list[dict[str, object]]]:
    """(need, client group) of every row that speaks of a need, and the problems."""
    rows = [{"record_id": f"r-{number}", **row} for number, row in enumerate(sheet)]
    tables = records(client_need=figures, indicator=rows)
    found = map_indicators(tables["client_need"], tables["indicator"])
    return [(row["need"], row["client_group"]) for row in found.client_need.to_pylist()], found.problems


def test_a_figure_has_the_need_and_the_client_group_that_the_sheet_says() -> None:
    sheet: list[Row] = [{"text": "Adults who are LONELY", "need": "Company", "client_group": "Older people"}]
    assert mapped([figure("Adults  who are lonely", client_group="16+ yrs")], sheet) == (
        [("Company", "Older people")],
        [],
    )


def test_without_a_client_group_of_its_own_the_sources_stands() -> None:
    sheet: list[Row] = [{"text": "Adults who are lonely", "need": "Company"}]
    assert mapped([figure("Adults who are lonely", client_group="16+ yrs")], sheet)[0] == [("Company", "16+ yrs")]


def test_the_list_that_ships_is_asked_after_the_sheet() -> None:
    rows = [figure("Depression: QOF prevalence (18+ yrs)")]
    assert mapped(rows, [])[0] == [("Depression", "Adults")]
    sheet: list[Row] = [{"text": "Depression: QOF prevalence (18+ yrs)", "need": "Talking therapy"}]
    assert mapped(rows, sheet)[0] == [("Talking therapy", None)]


@pytest.mark.parametrize("name", ["Depression: QOF prevalence", "Depression: QOF prevalence (aged 18 and over)"])
def test_ages_in_brackets_at_the_end_may_differ(name: str) -> None:
    assert mapped([figure(name)], [])[0] == [("Depression", "Adults")]


def test_a_figure_that_nobody_mapped_is_no_need_and_is_named_once_with_its_count() -> None:
    rows = [figure("Made-up rate", place=place) for place in ("E08000003", "E08000006")]
    needs, problems = mapped([*rows, figure(None)], [])
    assert needs == [("Debt advice", None)]
    assert problems == [
        {
            "code": "indicator-not-mapped",
            "subject": "Made-up rate",
            "sentence": (
                "indicator 'Made-up rate': 2 figures stand for no need, as nobody says which it counts; add a row to "
                "the sheet indicators with this text and its need"
            ),
        }
    ]


def test_the_graph_holds_the_need_and_not_the_indicator() -> None:
    figures = [figure("Adults who are lonely"), figure("Made-up rate", place="E05000001")]
    tables = records(
        client_need=figures,
        indicator=[{"record_id": "r-i", "text": "Adults who are lonely", "need": "esdNeed:69"}],
        need=[{"record_id": "r-n", "id": "esdNeed:69", "name": "Company"}],
    )
    graph = derive(tables, judgements())
    assert graph["need"].to_pylist() == [{"id": "esdNeed:69", "name": "Company"}]
    assert [row["people"] for row in graph["client_need"].to_pylist()] == [90]
    assert [(row["target_id"]) for row in graph["rel_of"].to_pylist()] == ["esdNeed:69"]
    assert [row["id"] for row in graph["place"].to_pylist()] == ["E08000003"]
    assert [row["code"] for row in graph["problem"].to_pylist()] == ["indicator-not-mapped"]


def test_a_function_of_government_gives_a_count_its_theme_unless_the_place_says_otherwise() -> None:
    spend: list[Row] = [
        {"record_id": "r-1", "heading": "Schools", "amount_pence": 1, "basis": "outturn", "extra": '{"cofog":"GF09"}'},
        {"record_id": "r-2", "heading": "Parks", "amount_pence": 1, "basis": "outturn", "extra": '{"cofog":"GF08"}'},
        {"record_id": "r-3", "heading": "Other", "amount_pence": 1, "basis": "outturn"},
    ]
    theme: list[Row] = [{"record_id": "r-t", "text": "Parks", "theme": "Green spaces"}]
    graph = derive(records(spend=spend, theme=theme), judgements())
    assert [(row["id"], row["theme"]) for row in graph["funding_flow"].to_pylist()] == [
        ("r-1", "Education"), ("r-2", "Green spaces"), ("r-3", None),
    ]  # fmt: skip


def test_the_template_takes_the_sheet_of_indicators(tmp_path: Path) -> None:
    text = "text,need,client_group,note\nAdults who are lonely,Company,Older people,ask them\nNo need,,,\n"
    tables = load(folder(tmp_path / "place", {"indicators.csv": text}))
    assert only(tables["indicator"], "line", "text", "need", "client_group") == [
        (2, "Adults who are lonely", "Company", "Older people")
    ]
    assert only(tables["set_aside"], "line", "reason") == [(3, "no need")]


def test_the_list_that_ships_names_each_figure_once_and_groups_that_are_known() -> None:
    listed = indicators()
    assert len({simplify(entry.text) for entry in listed}) == len(listed) > 36
    assert all(entry.need for entry in listed)
    groups = {entry.client_group for entry in listed if entry.client_group}
    assert {group for group in groups if simplify(group) not in client_group_synonyms()} == set()
