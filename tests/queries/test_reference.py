"""The page of the docs that lists the shipped queries is the one that their headers make."""

import re
from pathlib import Path

from tpgraph.map.queries import shipped_queries
from tpgraph.map.query_pages import QUESTIONS, query_reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "queries.md"


def test_the_page_of_queries_is_made_from_the_headers() -> None:
    assert PAGE.read_text("utf-8") == query_reference(), (
        "run: python -m tpgraph.map.query_pages > docs/reference/queries.md"
    )


def test_the_page_names_every_query_with_its_question_parameters_and_columns() -> None:
    page = PAGE.read_text("utf-8")
    for query in shipped_queries():
        section = page.split(f"### {query.name}\n")[1].split("\n### ")[0]
        assert query.about in section
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == [
            entry.name for entry in (*query.parameters, *query.columns)
        ]


def test_the_page_has_a_row_for_each_of_the_forty_questions_with_its_queries() -> None:
    rows = [line.split(" | ") for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| \d+ \|", line)]
    assert [(row[0], row[1]) for row in rows] == [(f"| {number}", words) for number, words in enumerate(QUESTIONS, 1)]
    assert len(QUESTIONS) == 40
    listed = {(int(row[0][2:]), name) for row in rows for name in re.findall(r"\[([a-z0-9-]+)\]", row[2])}
    assert listed == {(asked.number, query.name) for query in shipped_queries() for asked in query.questions}
