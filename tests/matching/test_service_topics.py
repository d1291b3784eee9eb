"""The services of a list in the terms learned from it."""

import numpy as np
import pyarrow as pa

from tests.matching.service_lists import drawn_list
from tpgraph.matching.service_list import read_services
from tpgraph.matching.service_topics import described, joined, learn_topics


def test_a_list_told_in_the_terms_learned_from_it_is_as_it_was_learned() -> None:
    table = drawn_list()
    # Every second service meets a second need, which many do.
    needs = [f"{need}; company" if row % 2 else need for row, need in enumerate(table["needs"].to_pylist())]
    services = read_services(table.set_column(table.column_names.index("needs"), "needs", pa.array(needs)))
    topics = learn_topics(services)
    again = described(services, topics.learned)
    assert np.allclose(again.vectors, topics.vectors, atol=1e-6)
    for one, other in zip(
        (again.name_terms, again.text_terms, again.needs),
        (topics.name_terms, topics.text_terms, topics.needs),
        strict=True,
    ):
        assert np.allclose(one.toarray(), other.toarray(), atol=1e-6)


def test_a_rarer_need_weighs_more() -> None:
    table = pa.table({"id": list("abcd"), "name": ["Club"] * 4, "needs": ["food; play", "food", "food", "rest"]})
    food, play, rest = learn_topics(read_services(table)).learned.need_weights.tolist()
    assert food < play == rest


def test_vectors_are_of_length_one_or_empty() -> None:
    table = pa.table(
        {"id": list("abc"), "name": ["Seed swap", "", ""], "needs": ["food", "food", ""], "place": ["x", "x", "x"]}
    )
    vectors = learn_topics(read_services(table)).vectors
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 0], atol=1e-5)


def test_the_client_group_of_a_service_is_no_term_of_its_offer() -> None:
    table = pa.table({"id": ["a", "b"], "name": ["Tea for widowers", "Tea"], "client_group": ["Widowers", ""]})
    learned = learn_topics(read_services(table)).learned
    names = learned.names.vocabulary
    assert [names.term(column) for column in range(len(names.columns))] == ["tea"]


def test_two_lists_in_the_same_terms_stand_one_after_the_other() -> None:
    first = read_services(drawn_list(30))
    topics = learn_topics(first)
    later = read_services(
        pa.table({"id": ["x"], "name": ["Seed swap"], "needs": ["rest"], "client_group": ["divers"]}), known=first
    )
    both = joined(topics, described(later, topics.learned), len(later.wordings))
    assert both.vectors.shape[0] == both.name_terms.shape[0] == both.needs.shape[0] == 31
    assert both.learned.wordings[-1].tolist() == [0] * (len(later.wordings) - 1) + [1]
