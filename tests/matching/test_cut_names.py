"""Names that a ledger cut are proposed as the one body whose fuller name begins so, and never joined."""

import pyarrow as pa

from tpgraph.matching.organisations import MODEL, propose
from tpgraph.tables import from_rows

LOADS = from_rows(
    [{"load_id": "l-1", "publisher": "Ash Council"}, {"load_id": "l-2", "publisher": "Elm Trust"}], "record.load"
)
CUT = {"record_id": "r-cut", "name": "Harbour Care and Support Services L", "extra": '{"name_cut_at":35}'}


def found(*rows: dict[str, object]) -> list[tuple[str, str, float, str]]:
    """Propose pairs of records by the rules; give the records, the probability and the reasons."""
    table: pa.Table = propose(from_rows([{"load_id": "l-1", **row} for row in rows], "record.organisation"), LOADS, "")
    columns = ("left_record", "right_record", "probability")
    return [
        (*(row[name] for name in columns), "; ".join(row["reasons"]))
        for row in table.to_pylist()
        if row["model"] == MODEL
    ]


def test_a_cut_name_is_proposed_as_the_one_fuller_name_that_begins_so() -> None:
    full = {"record_id": "r-full", "name": "HARBOUR CARE & SUPPORT SERVICES LIMITED", "load_id": "l-2"}
    other = {"record_id": "r-other", "name": "Harbour Care"}
    assert found(CUT, full, other) == [
        (
            "r-cut", "r-full", 0.6,
            "'Harbour Care and Support Services L' is cut at 35 characters: 'HARBOUR CARE & SUPPORT SERVICES LIMITED' "
            "is the one name known that begins so",
        )
    ]  # fmt: skip


def test_of_two_fuller_names_none_is_proposed() -> None:
    names = ["Harbour Care and Support Services Leeds", "Harbour Care and Support Services Luton"]
    assert found(CUT, *({"record_id": f"r-{n}", "name": name} for n, name in enumerate(names))) == []


def test_one_fuller_name_with_and_without_its_legal_form_is_one() -> None:
    full = [
        {"record_id": f"r-{n}", "name": f"Harbour Care and Support Services Leeds{form}"}
        for n, form in enumerate((" Ltd", ""))
    ]
    pairs = [pair[:3] for pair in found(CUT, *full) if "r-cut" in pair[:2]]
    assert pairs == [("r-0", "r-cut", 0.6)]


def test_a_whole_name_that_another_begins_with_is_no_candidate_of_the_rules() -> None:
    whole = {**CUT, "extra": None}
    assert found(whole, {"record_id": "r-full", "name": "Harbour Care and Support Services Leeds"}) == []


def test_what_contradicts_lowers_the_probability_and_is_said() -> None:
    full = {"record_id": "r-full", "name": "Harbour Care and Support Services Leeds", "sector": "voluntary"}
    ((*_, probability, reasons),) = found({**CUT, "sector": "private"}, full)
    assert probability == 0.3
    assert reasons.endswith("but their sector differs")


def test_a_cut_name_of_a_listed_body_finds_the_record_under_its_initials() -> None:
    cut = {"record_id": "r-cut", "name": "Greater Manchester Combined Authori", "extra": '{"name_cut_at":35}'}
    assert [pair[:3] for pair in found(cut, {"record_id": "r-gmca", "name": "GMCA"})] == [("r-cut", "r-gmca", 0.6)]
