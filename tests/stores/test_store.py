"""What every store does: loads, judgements and the published graph."""

import threading
from collections.abc import Callable

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stores.store_town import everything, graph, load
from tpgraph.errors import ModelError, StoreError
from tpgraph.stores import Store
from tpgraph.tables import empty, from_rows, schema, schemas


def loads(store: Store) -> list[tuple[str, int, bool]]:
    rows = store.read("record.load").select(["load_id", "issue", "superseded"]).to_pylist()
    return [(row["load_id"], row["issue"], row["superseded"]) for row in rows]


def test_an_empty_store_has_every_table_of_the_model_and_no_rows(store: Store) -> None:
    assert everything(store) == {name: empty(name) for name in schemas()}
    assert set(store.describe().rows.values()) == {0}
    assert set(store.describe().rows) == set(schemas())
    assert store.published_version() == ""


def test_a_load_is_read_back_by_another_command(store: Store, reopen: Callable[[], Store]) -> None:
    store.append(load("l-1", amounts=(2**53 + 1, -(2**53) - 1, None)))
    again = reopen().read("record.flow")
    assert again.schema == schema("record.flow")
    assert again.column("amount_pence").to_pylist() == [2**53 + 1, -(2**53) - 1, None]
    assert reopen().describe().rows["record.flow"] == 3


def test_rows_come_in_the_order_of_their_key_whatever_order_they_were_loaded_in(store: Store) -> None:
    for load_id in ("l-2", "l-3", "l-1"):
        store.append(load(load_id, source=f"council/{load_id}"))
    keys = store.read("record.flow").select(["load_id", "record_id"]).to_pylist()
    assert keys == sorted(keys, key=lambda row: (row["load_id"], row["record_id"]))
    assert len(keys) == 6


def test_a_newer_issue_supersedes_the_older_one_of_its_source_only(store: Store) -> None:
    store.append(load("l-1"))
    store.append(load("l-other", source="police/spend"))
    store.append(load("l-2"))
    assert loads(store) == [("l-1", 1, True), ("l-2", 2, False), ("l-other", 1, False)]
    assert store.read("record.flow").num_rows == 6


def test_taking_a_load_back_leaves_every_table_as_it_was(store: Store) -> None:
    store.append(load("l-1"))
    store.append(load("l-other", source="police/spend"))
    before = everything(store)
    store.append(load("l-2"))
    assert everything(store) != before
    store.remove("l-2")
    assert everything(store) == before


def test_taking_a_superseded_load_back_leaves_the_current_one_current(store: Store) -> None:
    for load_id in ("l-1", "l-2", "l-3"):
        store.append(load(load_id))
    store.remove("l-2")
    assert loads(store) == [("l-1", 1, True), ("l-3", 3, False)]
    store.remove("l-3")
    assert loads(store) == [("l-1", 1, False)]


def marked(store: Store, **marks: tuple[int, bool, bool]) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """What exchanges issue, superseded and withdrawn of loads, given as l_1=(1, True, False)."""
    kept = {row["load_id"]: row for row in store.read("record.load").to_pylist()}
    gone, new = [], []
    for name, (issue, superseded, withdrawn) in marks.items():
        row = kept[name.replace("_", "-")]
        gone.append(row)
        new.append({**row, "issue": issue, "superseded": superseded, "withdrawn": withdrawn})
    return {"record.load": from_rows(gone, "record.load")}, {"record.load": from_rows(new, "record.load")}


def test_a_superseded_load_comes_back_as_the_newest_issue(store: Store) -> None:
    store.append(load("l-1"))
    store.append(load("l-2"))
    store.exchange(*marked(store, l_1=(3, False, False), l_2=(2, True, False)))
    assert loads(store) == [("l-1", 3, False), ("l-2", 2, True)]
    assert store.read("record.flow").num_rows == 4
    store.remove("l-1")
    assert loads(store) == [("l-2", 2, False)]


def test_a_withdrawn_load_keeps_its_rows_and_never_becomes_current_by_itself(store: Store) -> None:
    for load_id in ("l-1", "l-2", "l-3"):
        store.append(load(load_id))
    store.exchange(*marked(store, l_2=(2, True, True)))
    store.remove("l-3")
    assert loads(store) == [("l-1", 1, False), ("l-2", 2, True)]
    assert store.read("record.flow").num_rows == 4


def test_a_load_that_was_withdrawn_can_be_loaded_anew(store: Store) -> None:
    store.append(load("l-1"))
    store.append(load("l-2"))
    store.exchange(*marked(store, l_1=(1, True, True)))
    store.append(load("l-1", amounts=(7,)))
    assert loads(store) == [("l-1", 3, False), ("l-2", 2, True)]
    assert store.read("record.load").column("withdrawn").to_pylist() == [False, False]
    assert store.read("record.flow").column("amount_pence").to_pylist() == [7, 100, -5]


def test_an_exchange_of_rows_that_somebody_changed_changes_nothing(store: Store) -> None:
    store.append(load("l-1"))
    gone, new = marked(store, l_1=(1, True, True))
    verdict = from_rows([{"left_record": "a", "right_record": "b", "verdict": "same"}], "judgement.verdict")
    other = verdict.set_column(2, "verdict", pa.array(["different"]))
    store.write_judgement("verdict", verdict)
    before = everything(store)
    with pytest.raises(
        StoreError, match=r"judgement\.verdict was changed by somebody else meanwhile: nothing was writ"
    ):
        store.exchange({**gone, "judgement.verdict": other}, {**new, "judgement.verdict": verdict})
    with pytest.raises(StoreError, match="makes and deletes none"):
        store.exchange(gone, {})
    with pytest.raises(StoreError, match=r"record\.flow does not belong"):
        store.exchange({"record.flow": before["record.flow"]}, {})
    assert everything(store) == before
    store.exchange({**gone, "judgement.verdict": verdict}, {**new, "judgement.verdict": other})
    assert store.read("judgement.verdict") == other
    assert loads(store) == [("l-1", 1, True)]


def test_events_are_kept_with_what_they_tell_of_and_leave_the_graph_as_it_is(store: Store) -> None:
    def event(number: int) -> pa.Table:
        return from_rows([{"event_id": f"e-{number}", "at": "2010-03-31", "action": "load"}], "judgement.event")

    store.append(load("l-1"), event=event(1))
    with pytest.raises(StoreError, match="already"):
        store.append(load("l-1"), event=event(2))
    store.remove("l-1", event(3))
    store.publish(graph(), "v1")
    store.exchange({}, {"judgement.event": event(4)})
    store.write_judgement("judgement.event", event(5))
    assert store.read("judgement.event").column("event_id").to_pylist() == ["e-1", "e-3", "e-4", "e-5"]
    assert store.published_version() == "v1"


def test_a_load_that_stands_there_is_refused_and_changes_nothing(store: Store) -> None:
    store.append(load("l-1"))
    before = everything(store)
    with pytest.raises(StoreError, match=r"load l-1 stands in .* already"):
        store.append(load("l-1", amounts=(7,)))
    assert everything(store) == before


def test_an_unknown_load_cannot_be_taken_back(store: Store) -> None:
    with pytest.raises(StoreError, match="there is no load 'l-9'"):
        store.remove("l-9")


def test_tables_that_are_not_one_load_are_refused(store: Store) -> None:
    mixed = {**load("l-1"), "flow": load("l-2")["flow"]}
    with pytest.raises(StoreError, match=r"record.flow holds rows of load l-2 within load l-1"):
        store.append(mixed)
    twice = load("l-1")
    twice["flow"] = pa.concat_tables([twice["flow"], twice["flow"]])
    with pytest.raises(StoreError, match="holds a record id twice"):
        store.append(twice)
    with pytest.raises(StoreError, match=r"exactly one row in record.load"):
        store.append({"flow": load("l-1")["flow"]})
    with pytest.raises(ModelError, match=r"no table is called 'record\.colour'"):
        store.append({**load("l-1"), "colour": load("l-1")["flow"]})
    assert loads(store) == []


def test_judgements_outlive_the_loads_they_speak_of(store: Store) -> None:
    store.append(load("l-1"))
    verdict = from_rows(
        [{"left_record": "a", "right_record": "b", "verdict": "same", "by": "Ann"}], "judgement.verdict"
    )
    store.write_judgement("judgement.verdict", verdict)
    store.write_judgement("judgement.verdict", verdict.set_column(2, "verdict", pa.array(["different"])))
    store.remove("l-1")
    assert store.read("judgement.verdict").column("verdict").to_pylist() == ["different", "same"]


def test_matches_of_the_next_model_replace_those_of_the_last(store: Store) -> None:
    for model in ("one", "two"):
        rows = from_rows(
            [{"left_record": "a", "right_record": "b", "model": model, "reasons": ["name"]}], "judgement.match"
        )
        store.write_judgement("judgement.match", rows, replace=True)
    assert store.read("judgement.match").column("model").to_pylist() == ["two"]


def test_a_figure_id_is_kept_once_with_its_newest_meaning(store: Store) -> None:
    def figures(*pairs: tuple[str, str]) -> pa.Table:
        return from_rows([{"figure_id": one, "analysis": name} for one, name in pairs], "judgement.figure")

    store.publish(graph(), "v1")
    store.write_judgement("judgement.figure", figures(("MO-B", "money"), ("MO-A", "old"), ("MO-A", "gaps")))
    store.write_judgement("judgement.figure", figures(("MO-B", "partners")))
    found = store.read("judgement.figure").select(["figure_id", "analysis"]).to_pylist()
    assert found == [{"figure_id": "MO-A", "analysis": "gaps"}, {"figure_id": "MO-B", "analysis": "partners"}]
    assert store.published_version() == "v1"


@pytest.mark.parametrize("change", ["append", "remove", "exchange", "judge"])
def test_every_load_and_judgement_makes_the_graph_stale(store: Store, change: str) -> None:
    store.append(load("l-1"))
    store.append(load("l-2"))
    store.publish(graph(), "v1")
    assert store.published_version() == "v1"
    if change == "append":
        store.append(load("l-3"))
    elif change == "judge":
        store.write_judgement("judgement.perimeter", from_rows([{"body": "GB-LAE-NM"}], "judgement.perimeter"))
    elif change == "exchange":
        store.exchange(*marked(store, l_1=(1, True, True)))
    else:
        store.remove("l-1")
    assert store.published_version() == ""
    assert store.describe().graph_version == ""


def test_publishing_replaces_the_whole_graph(store: Store, reopen: Callable[[], Store]) -> None:
    store.publish(graph(), "v1")
    store.publish({"need": from_rows([{"id": "esdNeed:69", "name": "Parenting"}], "graph.need")}, "v2")
    again = reopen()
    assert again.published_version() == "v2"
    assert again.read("graph.need").num_rows == 1
    assert again.read("graph.organisation").num_rows == again.read("graph.rel_pays").num_rows == 0


def test_a_graph_that_cannot_be_published_leaves_the_last_one(store: Store) -> None:
    store.publish(graph(), "v1")
    before = everything(store)
    with pytest.raises(ModelError, match="no column is called colour"):
        store.publish({"need": pa.table({"id": ["a"], "colour": ["red"]})}, "v2")
    with pytest.raises(StoreError, match="version, which must not be empty"):
        store.publish(graph(), "")
    assert everything(store) == before
    assert store.published_version() == "v1"


def test_texts_lists_and_empty_cells_come_back_as_they_were(store: Store) -> None:
    texts = [
        "",
        " ",
        "Ünï \u2013 \u2018quoted\u2019 🏥",
        "a\nb\tc",
        "\u202eabc",
        "x" * 10_000,
        "a\x00b",
        None,
        "007",
        "2009-10",
    ]
    lists: list[list[str | None] | None] = [[], ["a", None, ""], None, ["é", "x" * 10_000]]
    rows: list[dict[str, object]] = [
        {"record_id": f"r-{place:02}", "load_id": "l-1", "name": text, "needs": lists[place % 4]}
        for place, text in enumerate(texts)
    ]
    store.append({"load": load("l-1")["load"], "service": from_rows(rows, "record.service")})
    found = store.read("record.service")
    assert found.column("name").to_pylist() == texts
    assert found.column("needs").to_pylist() == [row["needs"] for row in rows]


cells = {
    pa.string(): st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    pa.int64(): st.none() | st.integers(-(2**63), 2**63 - 1),
    pa.float64(): st.none() | st.floats(allow_nan=False),
    pa.bool_(): st.none() | st.booleans(),
    pa.list_(pa.string()): st.none()
    | st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=3),
}


@st.composite
def services(draw: st.DrawFn) -> pa.Table:
    """Rows of record.service with any value that a column can hold."""
    row = st.fixed_dictionaries({field.name: cells[field.type] for field in schema("record.service")})
    rows = draw(st.lists(row, max_size=4))
    named: list[dict[str, object]] = [
        {**row, "record_id": f"r-{place}", "load_id": "l-1"} for place, row in enumerate(rows)
    ]
    return from_rows(named, "record.service")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=services())
def test_any_load_is_read_back_equal(store: Store, table: pa.Table) -> None:
    store.append({"load": load("l-1")["load"], "service": table})
    assert store.read("record.service") == table
    store.remove("l-1")
    assert store.read("record.service").num_rows == 0


def test_threads_of_one_process_read_and_write_without_colliding(store: Store, reopen: Callable[[], Store]) -> None:
    faults: list[Exception] = []

    def work(number: int) -> None:
        try:
            mine = reopen()
            mine.append(load(f"l-{number}", source=f"body/{number}"))
            mine.read("record.flow")
        except Exception as fault:  # the test shows every kind of fault
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert store.read("record.flow").num_rows == 16
