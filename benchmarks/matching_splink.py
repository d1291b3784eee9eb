"""Splink 5 with its DuckDB backend, as somebody who knows it but not the data would set it up: no labels, no tuning.

Texts are brought to lower case, words become lists, places are cut as for the other peers. Blocking: one place, or a
client group and a need, or a word of the name that few records have; for bodies an identifier, the beginning of the
name or such a word. Comparisons: exact and Jaro-Winkler levels with term-frequency adjustment (a rare name that agrees
says more), shared words as arrays, dates that overlap, cost within a tenth. The chance that two records match, u and m
are estimated as its tutorial does: deterministic rules, random sampling, then EM. EM was watched, as its manual asks:
sessions that took every pair for a match were left out (blocked on a name, or on a place and a need), and the m of what
no other session can train (place, client group, identifier) is set by hand; with those sessions it did worse. Between
some ways to compare names the one that did best on one set of these was kept: in its favour. Splink's own page says
that it is not made for a single column of words; the sets of names alone are such a column.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.matching_sets import PLACE

LEAST = 0.01
RARE = 30
"""A word is blocked on where at most so many records have it."""

_CLEAN = r"trim(regexp_replace(lower(coalesce({}, '')), '[^\p{{L}}\p{{N}}]+', ' ', 'g'))"
_WORDS = "list_distinct(list_filter(string_split({}, ' '), lambda word: len(word) > 1))"


@dataclass
class Task:
    """What differs from task to task: SQL that prepares the table, and the parts of the model."""

    prepare: str
    comparisons: Sequence[object]
    blocking: Sequence[object]
    deterministic: Sequence[object]
    sessions: Sequence[object] = field(default_factory=list)
    between: bool = False


def _name() -> object:
    """A name as a whole and as words, in one comparison: two of them would count the same agreement twice."""
    shared = "len(list_intersect(words_l, words_r))"
    return cl.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            cll.NullLevel("name"),
            cll.ExactMatchLevel("name").configure(tf_adjustment_column="name"),
            cll.ExactMatchLevel("sorted_words"),
            cll.JaroWinklerLevel("name", 0.95),
            cll.CustomLevel(f"7 * {shared} >= 3 * (len(words_l) + len(words_r))", "three in four words"),
            cll.JaroWinklerLevel("name", 0.88),
            cll.CustomLevel(f"3 * {shared} >= len(words_l) + len(words_r)", "half of the words"),
            cll.CustomLevel(f"{shared} > 0", "a word"),
            cll.ElseLevel(),
        ],
    )


def _rare() -> object:
    return cl.ArrayIntersectAtSizes("rare_words", [2, 1])


def _text(column: str, agrees: float = 0.0) -> object:
    """Compare a short text; `agrees` sets by hand how often two records of one thing have it equal."""
    found = cl.JaroWinklerAtThresholds(column, [0.9])
    if not agrees:
        return found.configure(term_frequency_adjustments=True)
    rest = (1 - agrees) / 2
    return found.configure(term_frequency_adjustments=True, m_probabilities=[agrees, rest, rest])


_NAMES = f"""
    cleaned AS (SELECT *, {_CLEAN.format("raw_name")} AS name_text FROM source),
    worded AS (SELECT *, {_WORDS.format("name_text")} AS words FROM cleaned),
    counted AS (SELECT word, count(*) AS records FROM (SELECT unnest(words) AS word FROM worded) GROUP BY word),
    rare AS (
        SELECT unique_id, list(word) AS rare_words
        FROM (SELECT unique_id, unnest(words) AS word FROM worded) JOIN counted USING (word)
        WHERE records <= {RARE} GROUP BY unique_id
    )
    SELECT * EXCLUDE (raw_name, name_text), nullif(name_text, '') AS name, left(name_text, 6) AS beginning,
        array_to_string(list_sort(words), ' ') AS sorted_words,
        words[1] AS first_word, words[-1] AS last_word, coalesce(rare_words, []) AS rare_words
    FROM worded LEFT JOIN rare USING (unique_id)
"""
_RARE_WORD = block_on("rare_words", arrays_to_explode=["rare_words"])


def _organisations() -> Task:
    digits = r"nullif(regexp_replace(lower(coalesce(identifier, '')), '[^a-z0-9]|^0+', '', 'g'), '')"
    return Task(
        f"""WITH source AS (
            SELECT id AS unique_id, name AS raw_name, {_CLEAN.format("kind")} AS kind, {digits} AS identifier FROM entry
        ), {_NAMES}""",
        [_name(), _rare(), cl.ExactMatch("kind").configure(term_frequency_adjustments=True),
         cl.LevenshteinAtThresholds("identifier", [1]).configure(
             term_frequency_adjustments=True, m_probabilities=[0.6, 0.1, 0.3])],
        [block_on("beginning"), _RARE_WORD, block_on("identifier")],
        [block_on("name")],
        [block_on("identifier")],
    )  # fmt: skip


def _services() -> Task:
    overlap = cl.CustomComparison(
        output_column_name="dates",
        comparison_levels=[
            cll.CustomLevel("starts_l IS NULL OR starts_r IS NULL", "unknown").configure(is_null_level=True),
            cll.CustomLevel("starts_l <= ends_r AND starts_r <= ends_l", "overlap"),
            cll.ElseLevel(),
        ],
    )
    place = f"trim(regexp_replace(lower(coalesce(place, '')), '{PLACE}', '', 'g'))"
    return Task(
        f"""WITH source AS (
            SELECT id AS unique_id, name AS raw_name, organisation_id AS organisation, nullif({place}, '') AS place,
                nullif({_CLEAN.format("client_group")}, '') AS client_group,
                list_filter({_WORDS.format(_CLEAN.format("description"))}, lambda word: len(word) > 4) AS description,
                list_filter(list_transform(string_split(lower(coalesce(needs, '')), ';'), lambda need: trim(need)),
                    lambda need: need != '') AS needs,
                TRY_CAST(cost_gbp_per_year AS DOUBLE) AS cost, TRY_CAST("start" AS DATE) AS starts,
                coalesce(TRY_CAST("end" AS DATE), DATE '9999-12-31') AS ends
            FROM entry
        ), {_NAMES}""",
        [_name(), _rare(), cl.ArrayIntersectAtSizes("description", [6, 3]),
         cl.ArrayIntersectAtSizes("needs", [2, 1]), _text("client_group", 0.6), _text("place", 0.9),
         cl.ExactMatch("organisation"), overlap,
         cl.CustomComparison(
             output_column_name="cost",
             comparison_levels=[cll.NullLevel("cost"), cll.PercentageDifferenceLevel("cost", 0.1), cll.ElseLevel()],
         )],
        [block_on("place"), block_on("client_group", "needs", arrays_to_explode=["needs"]), _RARE_WORD],
        [block_on("place", "client_group", "needs", arrays_to_explode=["needs"])],
        [block_on("place", "client_group")],
    )  # fmt: skip


def _names(columns: Sequence[str]) -> Task:
    """Names alone, or with one more column such as a place."""
    others = [name for name in columns if name not in ("id", "name")]
    cleaned = "".join(f", nullif({_CLEAN.format(name)}, '') AS {name}" for name in others)
    return Task(
        f"WITH source AS (SELECT id AS unique_id, name AS raw_name{cleaned} FROM entry), {_NAMES}",
        [_name(), _rare(), *(_text(name) for name in others)],
        [block_on("beginning"), _RARE_WORD],
        [],
        [block_on("first_word"), block_on("last_word")],
    )


def _papers() -> Task:
    return Task(
        f"""WITH source AS (
            SELECT id AS unique_id, source_dataset, title AS raw_name, {_CLEAN.format("authors")} AS authors,
                {_WORDS.format(_CLEAN.format("authors"))} AS author_words, {_CLEAN.format("venue")} AS venue, year
            FROM entry
        ), {_NAMES}""",
        [_name(), _rare(), cl.ArrayIntersectAtSizes("author_words", [3, 2, 1]),
         cl.JaroWinklerAtThresholds("venue", [0.9]), cl.ExactMatch("year")],
        [block_on("beginning"), _RARE_WORD, block_on("authors")],
        [block_on("name")],
        [block_on("name"), block_on("authors")],
        between=True,
    )  # fmt: skip


def _entries(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> list[str]:
    """Read the files as text into `entry`, each row with the name of its file; give the columns."""
    listed = ", ".join(f"'{file}'" for file in files)
    connection.execute(
        "CREATE OR REPLACE TABLE entry AS SELECT * EXCLUDE (filename), parse_filename(filename) AS source_dataset "
        f"FROM read_csv([{listed}], all_varchar = true, header = true, quote = '\"', filename = true)"
    )
    columns = connection.execute("SELECT * EXCLUDE (source_dataset) FROM entry LIMIT 0").description
    return [column[0] for column in columns or []]


def _match(connection: duckdb.DuckDBPyConnection, task: Task, path: Path) -> None:
    api = DuckDBAPI(connection=connection)
    connection.execute(f"CREATE OR REPLACE TABLE prepared AS {task.prepare}")
    if task.between:
        sources = connection.execute("SELECT DISTINCT source_dataset FROM prepared ORDER BY 1").fetchall()
        part = "SELECT * EXCLUDE (source_dataset) FROM prepared WHERE source_dataset = '{}'"
        tables = [api.register(connection.sql(part.format(name)).to_arrow_table()) for (name,) in sources]
    else:
        tables = [api.register(connection.sql("SELECT * FROM prepared").to_arrow_table())]
    settings = SettingsCreator(
        link_type="link_only" if task.between else "dedupe_only",
        comparisons=list(task.comparisons),
        blocking_rules_to_generate_predictions=list(task.blocking),
        retain_matching_columns=False,
    )
    if not task.deterministic:
        # Names alone have no rule that is sure: a guess, as if every other record had one twin.
        ((records,),) = connection.execute("SELECT count(*) FROM prepared").fetchall()
        settings.probability_two_random_records_match = 1 / records
    linker = Linker(tables if task.between else tables[0], settings, log_level=None)
    if task.deterministic:
        linker.training.estimate_probability_two_random_records_match(list(task.deterministic), recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    for rule in task.sessions:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=LEAST)
    connection.execute(
        f"COPY (SELECT unique_id_l AS left_id, unique_id_r AS right_id, match_probability AS probability "
        f"FROM {found.physical_name}) TO '{path}' (HEADER)"
    )


def run(folder: Path, name: str) -> Iterator[str]:  # noqa: ARG001  # the shape of all tools
    """Match what the folder holds; give the name of each task as its pairs stand in the folder."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    if (folder / "organisations.csv").exists():
        for task, model in (("organisation", _organisations), ("service", _services)):
            with duckdb.connect() as connection:
                _entries(connection, sorted(folder.glob(f"{task}s.csv*")))
                _match(connection, model(), folder / f"{task}.pairs.csv")
            yield task
        return
    with duckdb.connect() as connection:
        names = ("records.csv", "records_left.csv", "records_right.csv")
        files = [folder / name for name in names if (folder / name).exists()]
        columns = _entries(connection, files)
        _match(connection, _names(columns) if "name" in columns else _papers(), folder / "records.pairs.csv")
    yield "records"
