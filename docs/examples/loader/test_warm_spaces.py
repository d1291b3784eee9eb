"""What the loader makes of a small return."""

from pathlib import Path

import tpgraph

RETURN = Path(__file__).parent / "warm-spaces-2010.csv"


def test_a_return_becomes_places_bodies_and_grants(tmp_path: Path) -> None:
    town = tpgraph.open(tmp_path / "test.tpgraph")
    (outcome,) = town.load(RETURN, publisher="Northmere Council")
    assert (outcome.rows, outcome.rows_set_aside) == (3, 1)
    flows = sorted(town.store.read("record.flow").to_pylist(), key=lambda row: row["line"])
    assert [(row["payee"], row["amount_pence"], row["financial_year"]) for row in flows] == [
        ("Harbour Trust", 250000, "2010-11"),
        ("Age Well", 75000, "2010-11"),
        ("an individual", 10000, "2010-11"),
    ]
    services = sorted(town.store.read("record.service").to_pylist(), key=lambda row: row["line"])
    assert [row["people_per_year"] for row in services] == [1200, None, 40]
    assert {row["code"] for row in town.store.read("record.problem").to_pylist()} >= {"no-venue", "bad-visits"}


def test_no_person_and_no_contact_enters(tmp_path: Path) -> None:
    town = tpgraph.open(tmp_path / "test.tpgraph")
    town.load(RETURN, publisher="Northmere Council")
    everything = str([town.store.read(f"record.{name}").to_pylist() for name in ("flow", "service", "problem", "load")])
    assert "Smith" not in everything
    assert "@" not in everything


def test_loading_it_twice_changes_nothing(tmp_path: Path) -> None:
    town = tpgraph.open(tmp_path / "test.tpgraph")
    states = [town.load(RETURN, publisher="Northmere Council")[0].state for _ in range(2)]
    assert states == ["loaded", "unchanged"]
