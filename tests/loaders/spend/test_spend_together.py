"""Spend files that go through the SQL together come out as they do one by one, each with its own sums and problems."""

import random
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tpgraph_loaders.spend import payees

import tpgraph
from tests.loaders.spend.spend_files import COUNCIL, HEAD, TWO, rows
from tpgraph.loading import ahead as ahead_module
from tpgraph.loading.ahead import Asked, ReadAhead, batches
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, fingerprint, prepare
from tpgraph.loading.recognise import recognise
from tpgraph.loading.running import Source, run_together

OTHER = "Southmere City Council"


def folder_of(tmp_path: Path, **files: str) -> list[Asked]:
    """Write files into the folder `northmere` and recognise them."""
    folder = tmp_path / "northmere"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return recognise(find_groups([folder]))[0]


def together(claims: list[Asked]) -> dict[str, PreparedLoad]:
    with ReadAhead(claims, None, None) as ahead:
        return {claim.stem: prepare(group, claim, ahead=ahead) for group, claim in claims}


def doubtful(seed: int) -> str:
    """A file with what is compared within a file: copies, totals, leaps, odd dates, cut names, one document twice."""
    draw = random.Random(seed)
    lines = [
        f"2022-05-{1 + n % 28:02d},{f'Quay Homes And Builders {n % 9:06d}'},{draw.randint(90, 900)}" for n in range(60)
    ]
    lines += [
        lines[3],
        lines[3],
        f"2002-05-05,Old {seed},5",
        f"2022-05-05,Quay Homes And Builders 000000,{9_000_000 + seed}",
    ]
    lines += [
        "2022-05-06,Mr A Person,5",
        "2022-05-07,Redacted Personal Data,6",
        "2022-05-08,,7",
        "no day,B Ltd,8",
        "2022-05-09,C Ltd,x",
    ]
    text = HEAD.replace("\n", ",Document No\n") + "".join(
        f"{COUNCIL},{line},D{n // 2}\n" for n, line in enumerate(lines)
    )
    return text + f"{COUNCIL},2022-05-10,Twice Ltd,7,D99\n" * 2 + ",,,99999999,\n"


def test_files_read_together_give_the_tables_that_each_gives_alone(tmp_path: Path) -> None:
    claims = folder_of(
        tmp_path, may=doubtful(1), june=doubtful(2), july=rows(*TWO), august=rows(*TWO, "2016-04-07,Acme,30"),
        other=rows(*TWO).replace(COUNCIL, OTHER), empty=HEAD,
    )  # fmt: skip
    found = together(claims)
    for group, claim in claims:
        alone = prepare(group, claim)
        assert found[claim.stem].tables.keys() == alone.tables.keys()
        for name, table in alone.tables.items():
            assert found[claim.stem].tables[name].to_pylist() == table.to_pylist(), (claim.stem, name)
    codes = set(found["may"].tables["record.problem"].column("code").to_pylist())
    assert {
        "paid-twice",
        "thousand-times-neighbours",
        "date-outside-file",
        "exact-copy",
        "payee-cut",
        "bad-amount",
    } <= codes


def test_most_of_a_folder_is_made_ahead_and_what_is_not_is_left_to_its_turn(tmp_path: Path) -> None:
    claims = folder_of(
        tmp_path, may=rows(*TWO), june=rows(*TWO), unknown=rows(*TWO).replace(COUNCIL, ""),
        damaged=rows('2016-04-05,"Acme,10', *TWO),
    )  # fmt: skip
    with ReadAhead(claims, None, None) as ahead:
        made = {claim.stem for group, claim in claims if ahead.take(group, claim)}
        assert {"may", "june"} <= made
        assert made.isdisjoint({"unknown", "damaged"})
        assert not any(ahead.take(group, claim) for group, claim in claims)


def test_a_row_that_stands_in_two_files_is_one_record_in_each(tmp_path: Path) -> None:
    found = together(folder_of(tmp_path, may=rows(*TWO), june=rows(*TWO, TWO[0])))
    may, june = (found[name].tables["record.flow"].column("record_id").to_pylist() for name in ("may", "june"))
    assert may == june[:2]
    assert len(set(june)) == 3


def test_every_file_adds_up_by_itself(tmp_path: Path) -> None:
    found = together(folder_of(tmp_path, may=rows(*TWO), june=rows("2016-05-01,Acme,7", "2016-05-02,B Ltd,none")))
    sums = {
        name: [(row["rows_read"], row["rows_loaded"], row["rows_set_aside"], row["money_read_pence"])
               for row in load.tables["record.file"].to_pylist()]
        for name, load in found.items()
    }  # fmt: skip
    assert sums == {"may": [(2, 2, 0, 3000)], "june": [(2, 1, 1, 700)]}


def test_a_problem_is_told_in_its_own_file_alone(tmp_path: Path) -> None:
    found = together(folder_of(tmp_path, may=rows(*TWO), june=rows(*TWO, "2016-05-02,B Ltd,none")))
    spots = {
        name: [(row["sheet"], row["line"], row["value"]) for row in load.tables["record.problem"].to_pylist()
               if row["code"] == "bad-amount"]
        for name, load in found.items()
    }  # fmt: skip
    assert spots == {"may": [], "june": [("", 4, "none")]}


def test_what_stands_in_the_store_is_not_read_again(tmp_path: Path) -> None:
    claims = folder_of(tmp_path, may=rows(*TWO), june=rows(*TWO, "2016-04-07,Acme,30"))
    held = {fingerprint(*claims[0])}
    with ReadAhead(claims, None, None, held) as ahead:
        assert [bool(ahead.take(group, claim)) for group, claim in claims] == [False, True]


def test_a_large_file_and_a_full_batch_end_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = folder_of(tmp_path, a=rows(*TWO), b=rows(*TWO), c=rows(*TWO * 20), d=rows(*TWO), e=rows(*TWO))
    monkeypatch.setattr(ahead_module, "_LARGEST", len(rows(*TWO * 20)) - 1)
    assert [[claim.stem for _, claim in batch] for batch in batches(claims)] == [["a", "b"], ["d", "e"]]
    monkeypatch.setattr(ahead_module, "_MOST_SOURCES", 1)
    assert [len(batch) for batch in batches(claims)] == [1, 1, 1, 1]


def test_a_folder_is_loaded_as_one_load_a_file(tmp_path: Path) -> None:
    folder_of(tmp_path, may=rows(*TWO), june=rows("2016-05-01,Acme,7"), july=rows("2016-06-01,Acme,7"))
    place = tpgraph.open(tmp_path / "place.tpgraph")
    states = [outcome.state for outcome in place.load(tmp_path / "northmere")]
    again = [outcome.state for outcome in place.load(tmp_path / "northmere")]
    assert (states, again) == (["loaded"] * 3, ["unchanged"] * 3)


def test_a_batch_that_is_refused_is_told_file_by_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = folder_of(tmp_path, may=rows(*TWO), june=rows(*TWO))

    def refusing(sources: list[Source]) -> list[dict[str, pa.Table]]:
        if len(sources) > 1:
            raise tpgraph.errors.InputError("one of them does not add up")
        return run_together(sources)

    monkeypatch.setattr(ahead_module, "run_together", refusing)
    assert [load.tables["record.flow"].num_rows for load in together(claims).values()] == [2, 2]


def test_a_fault_in_a_batch_is_left_to_the_file_that_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = folder_of(tmp_path, may=rows(*TWO), june=rows(*TWO))

    def failing(_: object) -> list[dict[str, pa.Table]]:
        raise ValueError("a fault")

    monkeypatch.setattr(ahead_module, "run_together", failing)
    assert [load.tables["record.flow"].num_rows for load in together(claims).values()] == [2, 2]


@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from(
                [*"mMrRsS .,-*#xX'£&()", "redacted", "Withheld", "personal ", "data", "name ", "not disclosed",
                 "confidential", "anonymous", "information", "N/A", "null", "Mr ", "Miss", "Dr ", "an individual",
                 "r.e.d", "\u00e9"]
            ),
            max_size=5,
        ).map("".join),
    )
)  # fmt: skip
def test_only_plain_names_of_bodies_are_taken_for_known_at_a_glance(name: str) -> None:
    statuses = payees.payee_status(pa.chunked_array([[name]], pa.string()))
    assert statuses.column("status").to_pylist() == [payees._status(name)]
