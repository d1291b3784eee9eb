"""OCDS that is broken, wrong or huge: loaded with its problems named, or refused with one sentence."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.loaders.ocds.ocds_packages import (
    ACME,
    aside,
    award,
    codes,
    contract,
    loaded,
    money,
    package,
    paid,
    pounds,
    problem,
    release,
)
from tpgraph.errors import UnknownFormatError, UnreadableFileError


def test_json_nested_ten_thousand_deep_is_refused_with_one_sentence(tmp_path: Path) -> None:
    deep = '{"ocid": "ocds-1", "tag": ' + "[" * 10_000 + "]" * 10_000 + "}"
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        loaded(tmp_path, deep)


def test_depth_in_parts_that_are_not_read_does_no_harm(tmp_path: Path) -> None:
    deep = json.loads("[" * 500 + "]" * 500)
    assert money(loaded(tmp_path, package(release(awards=[award()], documents=deep)))) == [("award", "a1", 100000)]


def test_a_truncated_file_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="not JSON at line 1, column"):
        loaded(tmp_path, package(release(awards=[award()]))[:-10])
    lines = f"{json.dumps(release())}\n{json.dumps(release())[:-5]}"
    with pytest.raises(UnreadableFileError, match="line 2: not JSON"):
        loaded(tmp_path, lines, "broken.jsonl")


def test_a_release_without_an_ocid_is_set_aside_and_a_file_of_such_is_refused(tmp_path: Path) -> None:
    nameless = release(awards=[award("a2", 7)])
    del nameless["ocid"]
    load = loaded(tmp_path, package(release(awards=[award()]), nameless))
    assert money(load) == [("award", "a1", 100000)]
    assert aside(load) == [("a release without an ocid: its process is unknown", 700)]
    assert problem(load, "no-ocid")["column"] == "releases/1/ocid"
    with pytest.raises(UnknownFormatError, match="no OCDS release in it has an ocid"):
        loaded(tmp_path, package(nameless))


def test_the_same_id_twice_in_one_release_counts_once_and_the_first_holds(tmp_path: Path) -> None:
    awards = [award("a1", 5), award("a1", 5), award("a1", 6), award("a2", 7)]
    load = loaded(tmp_path, package(release(awards=awards)))
    assert money(load) == [("award", "a1", 500), ("award", "a2", 700)]
    assert [pence for _, pence in aside(load)] == [500, 600]
    assert problem(load, "duplicate-id")["column"] == "releases/0/awards/2/id"


def test_payments_of_a_contract_that_stands_twice_are_not_lost(tmp_path: Path) -> None:
    contracts = [contract("c1", implementation={"transactions": [paid(name, 5)]}) for name in ("t1", "t2")]
    load = loaded(tmp_path, package(release(contracts=contracts)))
    assert money(load) == [("contract", "c1", 90000), ("payment", "t1", 500), ("payment", "t2", 500)]


def test_the_same_release_twice_changes_nothing(tmp_path: Path) -> None:
    once = release(awards=[award()], contracts=[contract(implementation={"transactions": [paid()]})])
    assert money(loaded(tmp_path, package(once, once))) == money(loaded(tmp_path, package(once)))


def test_statements_without_ids_are_known_by_their_content_and_do_not_multiply(tmp_path: Path) -> None:
    unnamed = {key: value for key, value in award().items() if key != "id"}
    load = loaded(tmp_path, package(*(release(f"2010-05-1{day}T00:00:00Z", awards=[unnamed]) for day in range(3))))
    assert [row[2] for row in money(load)] == [100000]
    assert "no-id" in codes(load)


@pytest.mark.parametrize(
    ("written", "pence"),
    [("1,000.50", 100050), ("£12", 1200), (1000.1, 100010), ("1e3", 100000), (0, 0), ("-5", -500)],
)
def test_amounts_as_text_are_read_to_the_penny(tmp_path: Path, written: object, pence: int) -> None:
    assert money(loaded(tmp_path, package(release(awards=[award(amount=written)])))) == [("award", "a1", pence)]


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", '"eleven"', "1e400", "9" * 40, "1.005", '""'])
def test_what_is_no_amount_is_set_aside_with_a_problem(tmp_path: Path, written: str) -> None:
    text = package(release(awards=[award(amount="HERE"), award("a2", 7)])).replace('"HERE"', written)
    load = loaded(tmp_path, text)
    assert money(load) == [("award", "a2", 700)]
    assert ("no-amount" if written == '""' else "bad-amount") in codes(load)


@pytest.mark.parametrize("wrong", [None, True, 7, 1.5, "text", [], {}, [[]], [None], ["x"], {"id": []}, [{"id": {}}]])
@pytest.mark.parametrize(
    "key", ["ocid", "id", "date", "buyer", "parties", "planning", "tender", "awards", "contracts", "tag"]
)
def test_a_value_of_the_wrong_kind_costs_no_other_release_its_money(tmp_path: Path, key: str, wrong: object) -> None:
    load = loaded(tmp_path, package({**release(ocid="ocds-2"), key: wrong}, release(awards=[award()])))
    assert ("award", "a1", 100000) in money(load)


@pytest.mark.parametrize("wrong", [None, 7, "text", [], {}, [{"amount": 5}], {"amount": {}}, {"amount": True}])
@pytest.mark.parametrize(
    "key", ["value", "suppliers", "date", "contractPeriod", "status", "id", "title", "relatedLots"]
)
def test_an_award_of_wrong_kinds_is_loaded_or_set_aside(tmp_path: Path, key: str, wrong: object) -> None:
    load = loaded(tmp_path, package(release(awards=[award("a0", 5), {**award(), key: wrong}])))
    (file,) = load.tables["record.file"].to_pylist()
    assert file["rows_read"] == file["rows_loaded"] + file["rows_set_aside"] == 2


def test_a_lone_object_in_the_place_of_a_list_is_read_with_a_problem(tmp_path: Path) -> None:
    load = loaded(tmp_path, package(release(awards=award())))
    assert money(load) == [("award", "a1", 100000)]
    assert problem(load, "wrong-kind")["column"] == "releases/0/awards"


def test_half_a_letter_and_an_endless_id_do_no_harm(tmp_path: Path) -> None:
    text = package(release(awards=[award("x" * 600, 5), award(title="HERE")])).replace("HERE", "\\ud800 lanes")
    load = loaded(tmp_path, text)
    assert money(load) == [("award", "a1", 100000)]
    assert "id-too-long" in codes(load, "error")


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["id", "value", "amount", "currency", "suppliers", "name", "identifier", "scheme", "techniques", "lots",
         "implementation", "transactions", "payer", "payee", "period", "endDate", "budget", "awardID", "roles"],
    ), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
PARTS = st.dictionaries(
    st.sampled_from(["awards", "contracts", "tender", "planning", "buyer", "parties", "date"]), ANY, max_size=4
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PARTS, min_size=1, max_size=3))
def test_whatever_stands_in_a_release_rows_and_pence_add_up(tmp_path: Path, parts: list[dict[str, object]]) -> None:
    load = loaded(tmp_path, package(*({**release(), **part} for part in parts)))
    (file,) = load.tables["record.file"].to_pylist()
    assert file["rows_read"] == file["rows_loaded"] + file["rows_set_aside"]


def test_thousands_of_releases_take_seconds(tmp_path: Path) -> None:
    # 50,000 of 4 kB each take 13 s of one processor; these are a tenth as many.
    lines = "".join(
        json.dumps(release(f"2010-05-{day:02}T00:00:00Z", f"ocds-{number}", awards=[award(amount=number + day)])) + "\n"
        for number in range(1_000)
        for day in range(1, 6)
    )
    started = time.process_time()
    load = loaded(tmp_path, lines, "many.jsonl")
    assert time.process_time() - started < 10
    assert len(money(load)) == 1_000
    assert sum(int(str(row[2])) for row in money(load)) == sum(number + 5 for number in range(1_000)) * 100


def test_suppliers_of_a_party_without_a_valid_number_are_told_of(tmp_path: Path) -> None:
    fake = {**ACME, "id": "GB-COH-11111111", "identifier": {"scheme": "GB-COH", "id": "11111111.0"}}
    load = loaded(tmp_path, package(release(parties=[fake], awards=[award("a1", value=pounds(5))])))
    assert problem(load, "bad-identifier")["severity"] == "warning"
