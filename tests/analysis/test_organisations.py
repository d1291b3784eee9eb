"""Which pairs of records wait for somebody to say whether they are one body."""

from collections.abc import Sequence

import pyarrow as pa
import pytest

from tpgraph.analysis import analysis, bind
from tpgraph.analysis.answers import Answer, answer
from tpgraph.analysis.organisations import NO_ORGANISATIONS, NONE_WAIT, WHY_BOTH
from tpgraph.findings import Finding, finding_id
from tpgraph.graphs.phrases import NAME_ONLY
from tpgraph.tables import from_rows

BODIES = {"r-1": "Acme Ltd", "r-2": "Haven", "r-3": "Haven", "r-5": "Quay Trust"}
# record -> (name, body)
RECORDS = {
    "r-1": ("Acme Ltd", "r-1"),
    "r-2": ("Haven", "r-2"),
    "r-3": ("HAVEN", "r-3"),
    "r-4": ("ACME LIMITED", "r-1"),
    "r-5": ("Quay Trust", "r-5"),
    "r-6": ("Quay Trust", "r-5"),
}
JOINED = [f"{NAME_ONLY}: 'Acme Ltd' and 'ACME LIMITED' are one name but for the way it is written"]
UNPROVEN = ["'Haven' and 'HAVEN' are one name but for the way it is written"]


def match(left: str, right: str, probability: float, reasons: Sequence[str]) -> dict[str, object]:
    return {"left_record": left, "right_record": right, "probability": probability, "reasons": list(reasons)}


def graph(*matches: dict[str, object]) -> dict[str, pa.Table]:
    given = matches or (
        match("r-1", "r-4", 0.95, JOINED),
        match("r-2", "r-3", 0.6, UNPROVEN),
        match("r-5", "r-6", 1.0, ["both have the identifier GB-CHC-1089893"]),
    )
    return {
        "organisation": from_rows([{"id": key, "name": name} for key, name in BODIES.items()], "graph.organisation"),
        "record": from_rows(
            [{"id": key, "name": name, "kind": "organisation", "line": 2} for key, (name, _) in RECORDS.items()],
            "graph.record",
        ),
        "rel_describes": from_rows(
            [{"source_id": key, "target_id": body} for key, (_, body) in RECORDS.items()], "graph.rel_describes"
        ),
        "rel_same_as": from_rows(
            [{"source_id": "r-2", "target_id": "r-3", "probability": 0.6, "model": "rules-1"}], "graph.rel_same_as"
        ),
        "match": from_rows([{**row, "relation": "same_body"} for row in given], "judgement.match"),
    }


def ask(tables: dict[str, pa.Table], **parameters: object) -> Answer:
    return answer(analysis("organisations"), tables, bind(analysis("organisations"), parameters))


def pairs(tables: dict[str, pa.Table], **parameters: object) -> list[tuple[str, str, bool]]:
    rows = ask(tables, **parameters).result.table.to_pylist()
    return [(row["left_record"], row["right_record"], row["accepted"]) for row in rows]


def test_pairs_joined_by_name_only_come_before_candidates() -> None:
    found = ask(graph())
    same_record = {"left_where": "line 2", "right_where": "line 2", "why_both": WHY_BOTH, "verdict": None, "said": []}
    assert found.result.table.to_pylist() == [
        {
            "left_id": "r-1",
            "right_id": "r-4",
            "left_record": "r-1",
            "right_record": "r-4",
            "left_name": "Acme Ltd",
            "right_name": "ACME LIMITED",
            "left_organisation": "r-1",
            "right_organisation": "r-1",
            "probability": 0.95,
            "relation": "same_body",
            "relation_score": 0.95,
            "grade": "strong",
            "accepted": True,
            "subjects": ["r-1", "r-4"],
            "question": "Are 'Acme Ltd' and 'ACME LIMITED' rightly joined as one body?",
            "reasons": JOINED,
            "people_to_ask": ["Acme Ltd"],
            **same_record,
        },
        {
            "left_id": "r-2",
            "right_id": "r-3",
            "left_record": "r-2",
            "right_record": "r-3",
            "left_name": "Haven",
            "right_name": "HAVEN",
            "left_organisation": "r-2",
            "right_organisation": "r-3",
            "probability": 0.6,
            "relation": "same_body",
            "relation_score": 0.6,
            "grade": "likely",
            "accepted": False,
            "subjects": ["r-2", "r-3"],
            "question": "Are 'Haven' and 'HAVEN' one body?",
            "reasons": UNPROVEN,
            "people_to_ask": ["Haven"],
            **same_record,
        },
    ]
    assert found.findings[0] == Finding(
        id=finding_id("OR", {}, ["r-1", "r-4"]),
        kind="organisations",
        question="Are 'Acme Ltd' and 'ACME LIMITED' rightly joined as one body?",
        reasons=tuple(JOINED),
        why_both=WHY_BOTH,
        probability=0.95,
        subjects=("r-1",),
        records=("r-1", "r-4"),
        people_to_ask=("Acme Ltd",),
    )


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"show": "joined"}, [("r-1", "r-4", True)]),
        ({"show": "undecided"}, [("r-2", "r-3", False)]),
        ({"show": "all"}, [("r-1", "r-4", True), ("r-5", "r-6", True), ("r-2", "r-3", False)]),
        ({"organisation": "haven"}, [("r-2", "r-3", False)]),
        ({"limit": 1}, [("r-1", "r-4", True)]),
    ],
)
def test_parameters_choose_pairs(parameters: dict[str, object], expected: list[tuple[str, str, bool]]) -> None:
    assert pairs(graph(), **parameters) == expected


def test_a_pair_that_was_accepted_but_cut_apart_is_not_called_joined() -> None:
    assert pairs(graph(match("r-1", "r-5", 0.95, JOINED))) == [("r-2", "r-3", False)]


def test_pairs_that_somebody_has_decided_are_left_out() -> None:
    verdicts = from_rows(
        [
            {"left_record": "r-1", "right_record": "r-4", "verdict": "same"},
            {"left_record": "r-2", "right_record": "r-3", "verdict": "need evidence"},
        ],
        "judgement.verdict",
    )
    assert pairs({**graph(), "verdict": verdicts}) == [("r-2", "r-3", False)]


def test_candidates_stand_without_the_matchers_table_too() -> None:
    tables = graph()
    del tables["match"]
    assert pairs(tables) == [("r-2", "r-3", False)]


def test_file_and_line_tell_where_each_record_stands() -> None:
    source = pa.Table.from_pylist(
        [
            {
                "record_id": "r-2",
                "source_id": "o7",
                "load_id": "l-1",
                "file": "a.xlsx",
                "sheet": "organisations",
                "line": 9,
            }
        ]
    )
    (row,) = ask({**graph(), "record_source": source}, show="undecided").result.table.to_pylist()
    assert (row["left_id"], row["left_where"], row["right_id"]) == ("o7", "a.xlsx, organisations, line 9", "r-3")


def test_without_organisations_it_says_what_to_load() -> None:
    assert ask({}).result.missing == NO_ORGANISATIONS


def test_no_pairs_is_said() -> None:
    tables = graph()
    assert ask({"organisation": tables["organisation"]}).result.notes == (NONE_WAIT,)


def test_the_evidence_is_the_two_records() -> None:
    description = analysis("organisations")
    row = ask(graph()).result.table.to_pylist()[0]
    behind = description.evidence(graph(), row, bind(description, {}))
    assert [(line.record_id, line.text) for line in behind] == [("r-1", "Acme Ltd"), ("r-4", "ACME LIMITED")]
