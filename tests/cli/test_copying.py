"""`tpgraph copy` on the screen; what it copies is tested in tests/stores/test_copy.py."""

from pathlib import Path

from tests.cli.conftest import HEADER, Run


def test_a_copy_says_what_it_did_and_what_to_do_next(run: Run, place: Path) -> None:
    dry = run("copy", "place.tpgraph", "copy.tpgraph", "--dry-run").err.splitlines()
    assert dry[-5:] == [
        "3 loads with 27 rows would be copied",
        "4 judgements would be copied",
        "the history would be copied",
        "the graph would be copied",
        "Next: tpgraph copy place.tpgraph copy.tpgraph",
    ]
    assert not (place / "copy.tpgraph").exists()
    ended = run("copy", "place.tpgraph", "copy.tpgraph")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.splitlines()[-5:] == [
        "3 loads with 27 rows copied",
        "4 judgements copied",
        "the history is copied",
        "the graph is copied",
        "Next: tpgraph --store copy.tpgraph status",
    ]
    for command in (["sources"], ["query", "largest-payees"]):
        assert run("--store", "copy.tpgraph", *command).out == run(*command).out
    assert run("copy", "place.tpgraph", "copy.tpgraph").err.splitlines()[-3:-1] == [
        "3 loads stood there already",
        "the graph stands there already",
    ]


def test_a_copy_of_a_graph_that_is_out_of_date_says_so(run: Run) -> None:
    assert run("init", "--name", "Northmere").code == 0
    assert "the graph of place.tpgraph is out of date: the first question" in run("copy", "place.tpgraph", "b.db").err


def test_a_copy_over_something_else_is_refused(run: Run, place: Path) -> None:
    (place / "more.csv").write_text(f"{HEADER}\nHill Council,07/05/2009,Harbour Trust,7.00,T7\n", "utf-8")
    assert run("--store", "other.tpgraph", "load", "more.csv").code == 0
    said = run("copy", "place.tpgraph", "other.tpgraph").sentence()
    assert said.startswith("other.tpgraph holds what place.tpgraph does not: load l-")
    assert "(Hill Council: more.csv); nothing was overwritten" in said
    assert "is a folder" in run("copy", "place.tpgraph", "files").sentence()
    assert "not made by tpgraph" in run("copy", "place.tpgraph", "more.csv").sentence()


def test_a_copy_of_nothing_is_refused(run: Run, place: Path) -> None:
    assert "there is no store at none.tpgraph" in run("copy", "none.tpgraph", "b.tpgraph").sentence()
    assert "are one store" in run("copy", "place.tpgraph", "./place.tpgraph").sentence()
    assert not (place / "b.tpgraph").exists()
