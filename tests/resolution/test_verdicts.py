"""Verdicts outlive everything that files do to the records they speak of."""

import random

import pyarrow as pa
import pytest

from tests.resolution.tables import judgements, records
from tpgraph.resolution.content import Contents
from tpgraph.resolution.current import current_of
from tpgraph.resolution.derive import derive
from tpgraph.resolution.verdicts import current_verdicts
from tpgraph.tables import from_rows

Rows = list[dict[str, object]]


def load(
    number: int, *, superseded: bool = False, source: str = "Northmere Council/t", **more: object
) -> dict[str, object]:
    publisher = source.split("/")[0]
    said = {"load_id": f"l-{number}", "source_key": source, "publisher": publisher, "dataset": "t", "issue": number}
    return {**said, "superseded": superseded, "withdrawn": False, **more}


def service(record: str, name: str, **more: object) -> dict[str, object]:
    return {"record_id": record, "name": name, "provider": "Harbour Trust", **more}


def verdict(
    tables: dict[str, pa.Table], left: str, right: str, said: str = "same", **more: object
) -> dict[str, object]:
    """A verdict as it is kept when it is given."""
    now = Contents(current_of(tables, ("organisation", "service")))
    names = {entry.record: entry.name for entry in now.entries.values()}
    return {
        "left_record": left, "right_record": right, "verdict": said, "at": "2010-01-01", "kind": "service",
        "left_name": names[left], "right_name": names[right],
        "left_content": list(now.telling(left, right)), "right_content": list(now.telling(right, left)), **more,
    }  # fmt: skip


def found(tables: dict[str, pa.Table], *rows: dict[str, object]) -> list[tuple[str, str, bool]]:
    said = current_verdicts(tables, from_rows(list(rows), "judgement.verdict")).to_pylist()
    return [(row["left_record"], row["right_record"], row["found"]) for row in said]


PLAY = service("r-1", "Stay and play", description="Songs and toys", needs=["n1"])
TOTS = service("r-2", "Tots and tunes", description="Music for babies", needs=["n2"])
CHAT = service("r-3", "Chatter group", description="Talking together", needs=["n1"])


def town(*services: dict[str, object], **tables: Rows) -> dict[str, pa.Table]:
    return records(service=list(services), **tables)


def reissued(old: Rows, new: Rows) -> dict[str, pa.Table]:
    return records(
        load=[load(1, superseded=True), load(2)],
        service=[*({**row, "load_id": "l-1"} for row in old), *({**row, "load_id": "l-2"} for row in new)],
    )


def test_a_verdict_whose_records_stand_as_they_were_keeps_its_ids() -> None:
    before = town(PLAY, TOTS)
    assert found(before, verdict(before, "r-1", "r-2")) == [("r-1", "r-2", True)]


def test_records_that_were_numbered_anew_are_found_by_what_they_say() -> None:
    said = verdict(town(PLAY, TOTS), "r-1", "r-2")
    after = town({**PLAY, "record_id": "r-8", "needs": ["x"]}, {**TOTS, "record_id": "r-7", "needs": ["y"]}, CHAT)
    assert found(after, said) == [("r-7", "r-8", True)]


def test_ids_that_were_dealt_out_anew_do_not_mislead() -> None:
    said = verdict(town(PLAY, TOTS, CHAT), "r-1", "r-2")
    after = town({**CHAT, "record_id": "r-1"}, {**PLAY, "record_id": "r-2"}, {**TOTS, "record_id": "r-3"})
    assert found(after, said) == [("r-2", "r-3", True)]


def test_a_record_that_kept_its_id_may_change_what_it_says() -> None:
    said = verdict(town(PLAY, TOTS), "r-1", "r-2")
    after = town({**PLAY, "description": "Toys only"}, {**TOTS, "name": "Tots and Tunes!", "description": "Drums"})
    assert found(after, said) == [("r-1", "r-2", True)]


def test_what_fits_two_records_is_not_guessed() -> None:
    said = verdict(town(PLAY, TOTS), "r-1", "r-2")
    after = town({**PLAY, "record_id": "r-8"}, {**PLAY, "record_id": "r-9"}, TOTS)
    assert found(after, said) == [("r-1", "r-2", False)]


def test_two_records_that_say_the_same_are_found_as_a_pair() -> None:
    said = verdict(town(PLAY, {**PLAY, "record_id": "r-2"}), "r-1", "r-2")
    after = town({**PLAY, "record_id": "r-2"}, {**PLAY, "record_id": "r-6"}, TOTS | {"record_id": "r-1"})
    assert found(after, said) == [("r-2", "r-6", True)]


def test_of_two_records_that_said_the_same_one_may_change() -> None:
    said = verdict(town(PLAY, {**PLAY, "record_id": "r-2"}), "r-1", "r-2")
    after = town({**PLAY, "description": "Songs, toys and tea"}, {**PLAY, "record_id": "r-2"})
    assert found(after, said) == [("r-1", "r-2", True)]


def test_a_record_of_another_source_that_says_the_same_is_another_record() -> None:
    sources = [load(1), load(2, source="Harbour Trust/t")]
    before = records(load=sources, service=[PLAY, {**PLAY, "record_id": "r-2", "load_id": "l-2"}])
    said = verdict(before, "r-1", "r-2")
    gone = records(load=sources, service=[{**PLAY, "record_id": "r-2", "load_id": "l-2"}])
    assert found(gone, said) == [("r-1", "r-2", False)]


def test_a_record_that_changes_a_little_with_each_issue_is_followed() -> None:
    first = [PLAY, TOTS]
    said = verdict(town(*first), "r-1", "r-2")
    crafts = "Crafts, songs and a story for all who come with a child"
    second = [service("r-4", "Stay and play", description=crafts, provider="Pier"), {**TOTS, "record_id": "r-5"}]
    third = [service("r-6", "Crafts for all", description=crafts, provider="Pier"), {**TOTS, "record_id": "r-7"}]
    tables = records(
        load=[load(1, superseded=True), load(2, superseded=True), load(3)],
        service=[{**row, "load_id": f"l-{n}"} for n, rows in enumerate((first, second, third), 1) for row in rows],
    )
    assert found(tables, said) == [("r-6", "r-7", True)]


def test_a_verdict_of_an_older_store_is_followed_by_the_issue_that_it_was_given_on() -> None:
    bare = {"left_record": "r-1", "right_record": "r-2", "verdict": "same", "at": "2009-01-01"}
    after = reissued([PLAY, TOTS], [{**PLAY, "record_id": "r-4"}, {**TOTS, "record_id": "r-5"}])
    assert found(after, bare) == [("r-4", "r-5", True)]


def test_a_verdict_comes_back_with_the_file_that_was_taken_back() -> None:
    said = verdict(town(PLAY, TOTS), "r-1", "r-2")
    assert found(records(service=[]), said) == [("r-1", "r-2", False)]
    assert found(town(PLAY, TOTS), said) == [("r-1", "r-2", True)]


def test_a_pair_whose_order_turns_keeps_each_name_with_its_record() -> None:
    said = verdict(town(PLAY, TOTS), "r-1", "r-2")
    after = town({**PLAY, "record_id": "r-9"}, TOTS)
    row = current_verdicts(after, from_rows([said], "judgement.verdict")).to_pylist()[0]
    assert (row["left_record"], row["left_name"], row["right_name"]) == ("r-2", "tots and tunes", "stay and play")


@pytest.mark.slow
def test_a_thousand_verdicts_outlive_fifty_issues_that_number_everything_anew() -> None:
    dice = random.Random(0)
    words = ["play", "song", "debt", "carer", "garden", "lunch", "swim", "music", "advice", "art", "walk", "chess"]
    rows = [
        {"name": f"{dice.choice(words)} {dice.choice(words)} {number % 350}", "provider": f"Body {number % 300}",
         "description": " ".join(dice.choices(words, k=6)), "places": [f"p{number % 9}"]}
        for number in range(800)
    ]  # fmt: skip

    def issue(number: int) -> tuple[dict[str, pa.Table], list[str]]:
        ids = [f"r-{dice.randrange(16**12):016x}" if number % 2 else f"r-{i:016x}" for i in range(len(rows))]
        dice.shuffle(ids)
        listed = [{**row, "record_id": record, "load_id": f"l-{number}"} for row, record in zip(rows, ids, strict=True)]
        dice.shuffle(listed)
        return records(load=[load(number)], service=listed), ids

    tables, ids = issue(0)
    now = Contents(current_of(tables, ("organisation", "service")))
    pairs = [dice.sample(range(len(rows)), 2) for _ in range(1000)]
    said = [
        {"left_record": ids[a], "right_record": ids[b], "verdict": "different", "agency": str(n),
         "left_name": rows[a]["name"], "right_name": rows[b]["name"], "left_content": list(now.telling(ids[a], ids[b])),
         "right_content": list(now.telling(ids[b], ids[a]))}
        for n, (a, b) in enumerate(pairs)
    ]  # fmt: skip
    kept = from_rows(said, "judgement.verdict")
    for number in range(1, 51):
        tables, ids = issue(number)
        after = {row["agency"]: row for row in current_verdicts(tables, kept).to_pylist()}
        assert len(after) == 1000
        for n, (a, b) in enumerate(pairs):
            row = after[str(n)]
            assert row["found"], row
            assert [row["left_record"], row["right_record"]] == sorted([ids[a], ids[b]])


def test_contradictions_name_the_three_and_lost_verdicts_say_what_to_do() -> None:
    tables = town(PLAY, TOTS, CHAT)
    said = [
        verdict(tables, "r-1", "r-2"), verdict(tables, "r-2", "r-3"), verdict(tables, "r-1", "r-3", "different"),
        {"left_record": "r-0", "right_record": "r-1", "verdict": "same", "left_name": "Gone", "agency": "NHS"},
    ]  # fmt: skip
    graph = derive(tables, judgements(verdict=said))
    sentences = {row["code"]: row["sentence"] for row in graph["problem"].to_pylist()}
    assert sentences["verdicts-contradict"] == (
        "verdicts contradict each other: 'stay and play' and 'tots and tunes', 'tots and tunes' and 'chatter group' "
        "were called the same, but 'stay and play' and 'chatter group' different; `tpgraph review` asks which to change"
    )
    assert sentences["verdict-not-found"].startswith("NHS said of 'Gone' and 'r-1': same; the records are not among")
    assert graph["service"].num_rows == 1


@pytest.mark.parametrize(
    ("verdicts", "services", "agreed"),
    [
        ([("A", "same", "1"), ("B", "different", "2")], 2, "not agreed"),
        ([("A", "same", "1"), ("a", "different", "2")], 2, "different"),
        ([("A", "different", "1"), ("A", "same", "2"), ("B", "not ours to say", "3")], 1, "same"),
    ],
)
def test_the_last_word_of_each_agency_counts_and_neither_wins(
    verdicts: list[tuple[str, str, str]], services: int, agreed: str
) -> None:
    tables = town(PLAY, TOTS)
    said = [verdict(tables, "r-1", "r-2", word, agency=agency, at=at) for agency, word, at in verdicts]
    graph = derive(tables, judgements(verdict=said))
    assert graph["service"].num_rows == services
    assert set(graph["verdict"]["agreed"].to_pylist()) == {agreed}
