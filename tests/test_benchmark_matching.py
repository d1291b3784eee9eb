"""The benchmark of matching: tools see input files alone, score.py stands beside the sets, tiles stay apart."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import matching, matching_judge, matching_scale
from benchmarks.matching_report import HEADER, both_row, row_of
from benchmarks.matching_sets import SMALL, LabelledSet, labelled_sets, stage

# Stands where the real score.py does, and is called in the same way: precision, recall and F1 alone.
SCORE = """
import pandas as pd

def score(task, data, pairs, threshold=None):
    name = "pairs.csv" if task == "records" else "truth.csv"
    truth = pd.read_csv(f"{data}/{name}", dtype=str)
    if task != "records":
        truth = truth[truth["task"] == task]
    true = {frozenset(pair) for pair in truth.loc[truth["label"] == "1", ["left_id", "right_id"]].values}
    found = pairs[pairs["probability"].astype(float) >= threshold]
    hits = sum(frozenset(pair) in true for pair in found[["left_id", "right_id"]].values)
    precision, recall = hits / max(len(found), 1), hits / max(len(true), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"at_threshold": {"f1": f1, "precision": precision, "recall": recall}, "best_f1": {"f1": f1},
            "average_precision": f1, "calibration": {"ece": 0.0}, "true_pairs": len(true)}
"""
BODIES = """id,name,kind,identifier
b1,Larkfield Sailing Club Ltd,club,GB-COH-07654321
b2,LARKFIELD SAILING CLUB,club,7654321
b3,Quillbrook Bakers Guild,guild,
"""
OFFERS = """id,organisation_id,name,description,needs,client_group,place,cost_gbp_per_year,start,end
s1,b1,Time in the Soil,Weekly mornings on a plot,loneliness,carers,Larkfield,1000,2014-01-01,
s2,b3,Time in the soil!,Weekly mornings on a plot,loneliness,carers,Larkfield,1000,2014-01-01,
s3,b2,Evening Sums,Help with letters,debt,adults,Larkfield,1000,2014-01-01,
"""
TRUTH = """task,left_id,right_id,label,kind,level,how
organisation,b1,b2,1,same,1,the
organisation,b1,b3,0,branch,1,
service,s1,s2,1,duplicate,1,
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of labelled data with a directory and a list of names."""
    folder = tmp_path / "labelled"
    names = "\n".join(f"n{number},Heron Trust {number % 3}" for number in range(9))
    for name, text in (
        ("score.py", SCORE),
        ("tiny/organisations.csv", BODIES),
        ("tiny/services.csv", OFFERS),
        ("tiny/truth.csv", TRUTH),
        ("public/names/records.csv", f"id,name\n{names}\n"),
        ("public/names/pairs.csv", "left_id,right_id,label\nn0,n3,1\nn1,n4,1\n"),
        ("public/notes/readme.txt", "no set"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    monkeypatch.setenv("TPGRAPH_LABELLED", str(folder))
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_without_labelled_data_a_sentence_is_said_and_nothing_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TPGRAPH_LABELLED", str(tmp_path / "none"))
    said: list[str] = []
    matching.main([], said.append)
    mend = "set TPGRAPH_LABELLED to the folder that holds score.py and the sets"
    assert said == [f"No labelled data in {tmp_path / 'none'}: {mend}.\n"]


def test_a_tool_is_given_copies_of_the_input_files_alone(root: Path, tmp_path: Path) -> None:
    found = {one.name: one for one in labelled_sets(root)}
    assert {name: one.tasks for name, one in found.items()} == {
        "tiny": ("organisation", "service"),
        "names": ("records",),
    }
    folder = stage(found["tiny"], tmp_path / "staged")
    assert sorted(file.name for file in folder.iterdir()) == ["organisations.csv", "services.csv"]
    assert found["names"].records == 9


def test_tpgraph_is_measured_and_scored_and_a_second_run_keeps_what_stands_in_the_file(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, said = tmp_path / "kept.json", list[str]()
    asked = ["--tools", "tpgraph", "--sets", "tiny", "--json", str(kept)]
    matching.main(asked, said.append)
    table = said[0].splitlines()
    assert table[0].startswith("tiny (* the threshold is picked with the truth")
    assert table[2].split() == " ".join(HEADER).split()
    (bodies,) = (line for line in table if line.startswith("organisations: tpgraph  "))
    assert bodies.split()[2:5] == ["1.000", "1.000", "1.000"]
    whole = json.loads(kept.read_text("utf-8"))["tiny"]["tpgraph"]["tpgraph"]
    assert whole["total"]["cpu_seconds"] > 0.1
    assert 20 < whole["total"]["peak_mb"] < 5_000
    capsys.readouterr()
    matching.main(asked, said.append)
    assert said[1] == said[0]
    assert "tiny: tpgraph is kept from an earlier run" in capsys.readouterr().err
    assert str(root) not in said[0]


def test_verdicts_are_drawn_nearest_to_evens_and_answered_from_the_truth(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching_judge, "ASKED", 2)
    pairs, out = tmp_path / "pairs.csv", tmp_path / "verdicts.csv"
    pairs.write_text("left_id,right_id,probability\nn0,n1,0.99\nn3,n0,0.52\nn2,n5,0.4\nn1,n4,0.01\n", "utf-8")
    matching_judge.main("verdicts", str(root / "public" / "names"), "records", str(pairs), str(out))
    assert [tuple(row.values()) for row in rows_of(out)] == [("n3", "n0", "same"), ("n2", "n5", "different")]


def test_the_rest_is_scored_without_the_pairs_that_were_judged(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs, verdicts = tmp_path / "pairs.csv", tmp_path / "verdicts.csv"
    pairs.write_text("left_id,right_id,probability\nn0,n3,0.9\nn4,n1,0.9\nn2,n7,0.9\n", "utf-8")
    verdicts.write_text("left_id,right_id,verdict\nn3,n0,same\nn2,n7,different\n", "utf-8")
    data = str(root / "public" / "names")
    matching_judge.main("score", data, "records", str(pairs))
    assert json.loads(capsys.readouterr().out)["at_threshold"]["precision"] == pytest.approx(2 / 3)
    matching_judge.main("score", data, "records", str(pairs), str(verdicts))
    rest = json.loads(capsys.readouterr().out)
    assert rest["true_pairs"] == 1
    assert rest["at_threshold"] == {"f1": pytest.approx(1), "precision": 1, "recall": 1}


def test_labels_are_half_true_pairs_and_half_false_ones_that_share_a_word(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching_judge, "ASKED", 4)
    out = tmp_path / "labels.csv"
    matching_judge.main("labels", str(root / "public" / "names"), "records", str(out))
    labelled = [(frozenset((row["left_id"], row["right_id"])), row["label"]) for row in rows_of(out)]
    true = {frozenset(("n0", "n3")), frozenset(("n1", "n4"))}
    assert {pair for pair, label in labelled if label == "1"} == true
    assert len({pair for pair, _ in labelled}) == 4
    assert all(len(pair) == 2 for pair, _ in labelled)


def test_a_tool_that_is_left_out_says_why() -> None:
    large = LabelledSet("large", Path(), ("organisation", "service"), (), SMALL + 1)
    names = LabelledSet("names", Path(), ("records",), (), 10)
    assert "not installed" in matching.why_not("dedupe", large) or "5,000 records" in matching.why_not("dedupe", large)
    assert matching.why_not("tpgraph", large) == matching.why_not("tpgraph-no-reference", names) == ""
    assert "no list" in matching.why_not("tpgraph-no-reference", large)


def test_a_table_has_a_row_a_task_and_tool_and_one_for_the_whole_run() -> None:
    score = {"at_threshold": {"f1": 0.5, "precision": 1.0, "recall": 1 / 3}, "best_f1": {"f1": 0.75}}
    score |= {"average_precision": 0.25, "calibration": {"ece": 0.015}}
    total = {"cpu_seconds": 12.34, "peak_mb": 1234.5}
    result = {"tasks": {"service": {"cpu_seconds": 4.2, "score": score, "rest": {}}}, "total": total}
    first, rest = row_of("tpgraph", "service", result, alone=False)
    assert first == ["services: tpgraph", ".500", "1.000", ".333", ".750", ".250", ".015", "4.2", ""]
    assert rest == ["services: tpgraph, the pairs not judged", "none found", "", "", "", "", "", "", ""]
    assert both_row("tpgraph", result) == ["both: tpgraph", *[""] * 6, "12.3", "1,234"]
    assert len(first) + 1 == len(HEADER)


@pytest.fixture
def silent() -> Callable[[str], None]:
    return lambda _: None


def test_tiles_have_places_ids_and_identifiers_of_their_own_and_twins_stay_twins(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, silent: Callable[[str], None]
) -> None:
    monkeypatch.setattr(matching_scale, "BASE", "tiny")
    matching_scale.write_tiles(root, tmp_path, 3, silent)
    bodies, services = rows_of(tmp_path / "organisations.csv"), rows_of(tmp_path / "services.csv")
    assert len({row["id"] for row in bodies}) == len(bodies) == 9
    assert len({row["place"] for row in services}) == 3
    assert {row["organisation_id"] for row in services} <= {row["id"] for row in bodies}
    first, second = bodies[0], bodies[3]
    assert second["name"].startswith("Larkfield")
    assert second["name"] != first["name"]
    for number in range(3):
        prefixed, bare = bodies[3 * number], bodies[3 * number + 1]
        assert prefixed["identifier"].removeprefix("GB-COH-0") == bare["identifier"]
        assert bare["name"].casefold() == prefixed["name"].removesuffix(" Ltd").casefold()
    assert len({row["identifier"] for row in bodies if row["identifier"]}) == 6
    # The names of what is offered hold no place, and stay.
    assert {row["name"] for row in services[::3]} == {"Time in the Soil"}


def test_a_page_gets_new_tables_between_its_marks_and_keeps_the_rest() -> None:
    page = f"above\n{matching.BEGIN}\nold\n{matching.END}\nbelow\n"
    new = matching.with_tables(page, "| new |\n")
    assert new == f"above\n{matching.BEGIN}\n\n| new |\n\n{matching.END}\nbelow\n"
    assert matching.with_tables(new, "| new |\n") == new
    with pytest.raises(ValueError, match="has no lines"):
        matching.with_tables("no marks", "| new |\n")
