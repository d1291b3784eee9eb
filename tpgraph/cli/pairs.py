"""`tpgraph explain A B`: two records side by side, and what speaks for and against their being one."""

from typing import TYPE_CHECKING

import typer

from tpgraph.cli.files import with_store
from tpgraph.cli.output import Wanted, write_files
from tpgraph.cli.screen import clean, grid_or_blocks, say, show
from tpgraph.cli.state import open_existing, progress, say_notes

if TYPE_CHECKING:
    import pyarrow as pa

    from tpgraph.map.explaining_pairs import PairExplanation


def explain_two(context: typer.Context, left: str, right: str, wanted: Wanted) -> None:
    """Show or write why two services, or two bodies, are one or not.

    Files hold a row a reason with its weight in log odds; the weights add up to the score, `log_odds`.
    """
    from tpgraph.map.explaining_pairs import explain_pair

    with progress() as tell:
        town = open_existing(context, tell)
        tables = town.tables()
        tell("comparing the two")
        found = explain_pair(town.store, tables, left, right)
    write_files(_table(found), wanted)
    if not wanted.any():
        _show(found)
    for note in found.notes if wanted.any() else ():
        say(note)
    say_notes(town.notes)
    kind = "review --services" if found.kind == "service" else "review --organisations"
    say("Next: " + with_store(context, f"{kind}, which asks for verdicts; the odds learn from them"))


def _table(found: "PairExplanation") -> "pa.Table":
    import pyarrow as pa

    from tpgraph.map.explaining_pairs import how_much

    rows: list[tuple[str | None, str | None, str | None, float | None]] = [
        (sentence, *how_much(weight), weight) for sentence, weight in found.reasons
    ] or [(None, None, None, None)]
    count, score = len(rows), found.log_odds if found.reasons else None
    same = {
        "left_record": found.left, "right_record": found.right, "relation": found.relation, "verdict": found.verdict,
    }  # fmt: skip
    columns = {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(_TEXTS)}
    columns["weight"] = pa.array([row[3] for row in rows], pa.float64())
    columns |= {name: pa.array([value or None] * count, pa.string()) for name, value in same.items()}
    columns["probability"] = pa.array([found.probability] * count, pa.float64())
    columns["log_odds"] = pa.array([score] * count, pa.float64())
    return pa.table(columns)


_TEXTS = ("reason", "speaks", "how_much")


def _show(found: "PairExplanation") -> None:
    from tpgraph.map.explaining_pairs import bar, how_much

    show(f"{found.left} and {found.right}: {found.relation_in_words}. {found.sentence}")
    sides = [
        {"what": field.label, "first": field.left, "second": field.right, "agree": field.mark} for field in found.fields
    ]
    grid_or_blocks([{key: clean(value) for key, value in row.items()} for row in sides], list(sides[0]), {}, set())
    if found.reasons:
        rows = []
        for sentence, weight in found.reasons:
            side, much = how_much(weight)
            rows.append({"speaks": side, "weight": bar(weight), "how much": much, "reason": clean(sentence)})
        grid_or_blocks(rows, list(rows[0]), {}, set())
    for said in found.said:
        show(f"Said so far: {said}", 2, 4)
    for note in found.notes:
        show(note)
