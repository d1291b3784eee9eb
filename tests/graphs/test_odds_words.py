"""Chances and relations in words: one wording wherever they are said."""

from tpgraph.analysis.overlap_words import IN_WORDS
from tpgraph.findings import Finding
from tpgraph.graphs.odds_words import RELATIONS, expected, tenths
from tpgraph.model import model
from tpgraph.reports.words import grade_in_words
from tpgraph.tables import from_rows
from tpgraph.views.map_links import map_links
from tpgraph.views.map_money import MapMoney


def test_chances_are_said_in_tenths_from_hardly_any_to_nearly_all() -> None:
    assert [tenths(chance) for chance in (0.04, 0.05, 0.24, 0.94, 0.95)] == [
        "hardly any such pairs",
        "about 1 in 10 such pairs",
        "about 2 in 10 such pairs",
        "about 9 in 10 such pairs",
        "nearly all such pairs",
    ]


def test_every_relation_of_the_model_has_the_words_that_findings_use() -> None:
    assert set(RELATIONS) == set(model().values["relation"])
    assert {name: words for name, words in RELATIONS.items() if name != "same_body"} == IN_WORDS


def test_listed_pairs_say_how_many_are_expected_true() -> None:
    assert expected([0.9, 0.1]) == []
    assert expected([0.9, 0.3, 0.1]) == [
        "Of the 2 pairs listed at 2 in 10 or more about 1 is expected to be one offer, as far as the odds hold."
    ]


def test_a_finding_says_its_own_chance_and_without_a_grade_of_what() -> None:
    assert grade_in_words(Finding("OV-1", "overlaps", "?", grade="strong", probability=0.83)) == (
        "Strong: about 8 in 10 such pairs"
    )
    assert grade_in_words(Finding("OV-1", "overlaps", "?", probability=0.12)) == (
        "About 1 in 10 such pairs are the same offer"
    )


def test_a_link_of_the_map_says_the_chance_of_its_own_pair() -> None:
    rows: list[dict[str, object]] = [
        {
            "source_id": "a",
            "target_id": "b",
            "relation": "duplicated_provision",
            "grade": "strong",
            "probability": 0.82,
        },
        {"source_id": "a", "target_id": "c", "relation": "complementary", "grade": None, "probability": 0.1},
    ]
    links, _ = map_links(
        {"rel_overlaps": from_rows(rows, "graph.rel_overlaps")}, "abc", "abc", MapMoney("", "", {}, {}, ()), 9
    )
    assert [link.label for link in links] == ["looks like the same offer: about 8 in 10 such pairs", "works alongside"]
