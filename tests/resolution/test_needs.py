"""What a text that stands for a need means."""

from tests.resolution.tables import records
from tpgraph.resolution.needs import Vocabulary, read_vocabulary


def read(rows: list[dict[str, object]], mentions: list[tuple[str, str]]) -> Vocabulary:
    listed = [{"record_id": f"r-{n}", **row} for n, row in enumerate(rows)]
    return read_vocabulary(records(need=listed)["need"], mentions)


def test_a_code_is_the_id_and_its_name_means_it_too() -> None:
    found = read([{"id": "esdNeed:69", "name": "Parenting support"}], [("l-1", "parenting  SUPPORT")])
    assert found.id_of["l-1", "parenting support"] == "esdNeed:69"
    assert found.names == {"esdNeed:69": "Parenting support"}


def test_a_name_without_a_code_is_a_slug() -> None:
    found = read([], [("l-1", "Debt advice"), ("l-2", "debt advice"), ("l-3", "Debt advice")])
    assert found.names == {"debt-advice": "Debt advice"}


def test_equal_names_of_two_vocabularies_stay_two_and_each_load_means_its_own() -> None:
    rows: list[dict[str, object]] = [
        {"load_id": "l-1", "id": "a:1", "name": "Food"},
        {"load_id": "l-2", "id": "b:9", "name": "Food"},
    ]
    found = read(rows, [("l-1", "Food"), ("l-2", "Food"), ("l-3", "Food")])
    assert [found.id_of[load, "food"] for load in ("l-1", "l-2", "l-3")] == ["a:1", "b:9", "food"]


def test_the_topmost_broader_need_is_found_and_circles_end() -> None:
    rows: list[dict[str, object]] = [
        {"name": "Early language", "broader": "Parenting"},
        {"name": "Parenting", "broader": "Family support"},
        {"name": "Snake", "broader": "Tail"},
        {"name": "Tail", "broader": "Snake"},
    ]
    found = read(rows, [])
    assert found.topmost("early-language") == "Family support"
    assert found.topmost("family-support") == ""
    assert found.topmost("snake") == "Tail"
