"""What the report says of verdicts: how many there are, what agencies do not agree on, what contradicts, what is lost;
and the bodies that the files call by several names."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tpgraph.analysis.description import Row
from tpgraph.analysis.money_ledger import table_of
from tpgraph.findings import finding_id
from tpgraph.reports.material import Material
from tpgraph.reports.sections import Grid, Head, Line
from tpgraph.reports.words import plain
from tpgraph.reports.workbook_verdicts import LETTERS
from tpgraph.resolution.agreement import NOT_AGREED, statement

ROWS_SHOWN = 50
_PROBLEMS = ("verdicts-contradict", "verdict-not-found")
_SAID_OF = {"organisation": "organisations", "service": "services"}
NO_VERDICT = "Nobody has given a verdict yet: 'tpgraph review' asks for them, and the workbook has a column for them."


@dataclass(frozen=True)
class Standing:
    """What stands of verdicts: sentences, the pairs that agencies do not agree on, and bodies with several names."""

    sentences: tuple[str, ...]
    disputed: Grid
    names: Grid


def standing(material: Material) -> Standing:
    """Work out what the report says of verdicts and names."""
    rows = material.tables["verdict"].to_pylist() if "verdict" in material.tables else []
    pairs: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["found"]:
            pairs[row["left_record"], row["right_record"]].append(row)
    problems = [
        plain(row["sentence"])
        for row in table_of(material.tables, "problem").to_pylist()
        if row["code"] in _PROBLEMS and not material.agency
    ]
    return Standing((*_counts(pairs), *problems), _disputed(pairs), names_grid(material))


def _counts(pairs: Mapping[tuple[str, str], Sequence[Row]]) -> list[str]:
    """Say how many pairs of each kind were spoken of, and what the verdicts come to."""
    if not pairs:
        return [NO_VERDICT]
    told = []
    for kind, name in _SAID_OF.items():
        found = Counter(str(rows[0]["agreed"]) for rows in pairs.values() if rows[0]["kind"] == kind)
        if found:
            parts = [
                f"{count:,} {verdict}" for verdict, count in sorted(found.items(), key=lambda item: (-item[1], item[0]))
            ]
            count = found.total()
            told.append(f"Verdicts on {count:,} {'pair' if count == 1 else 'pairs'} of {name}: {', '.join(parts)}.")
    return told


def _disputed(pairs: Mapping[tuple[str, str], Sequence[Row]]) -> Grid:
    disputed = [(pair, rows) for pair, rows in sorted(pairs.items()) if rows[0]["agreed"] == NOT_AGREED]
    lines = []
    for pair, rows in disputed[:ROWS_SHOWN]:
        names = [str(rows[0][f"{side}_name"] or record) for side, record in zip(("left", "right"), pair, strict=True)]
        said = "; ".join(statement(row) for row in sorted(rows, key=lambda row: str(row["at"] or "")))
        lines.append(Line((*names, said), finding_id(LETTERS.get(str(rows[0]["kind"]), "OV"), {}, pair)))
    heads = (Head("First"), Head("Second"), Head("Who said what"))
    caption = f"Pairs on which agencies do not agree: {len(disputed):,}"
    return Grid(caption, heads, tuple(lines), max(0, len(disputed) - ROWS_SHOWN), "verdicts")


def names_grid(material: Material) -> Grid:
    """List the bodies that the files call by several names, those with most names first."""
    bodies = [row for row in table_of(material.tables, "organisation").to_pylist() if row["also_known_as"]]
    if material.agency:
        bodies = [row for row in bodies if row["name"] == material.agency]
    bodies.sort(key=lambda row: (-len(row["also_known_as"]), str(row["name"] or ""), row["id"]))
    lines = tuple(
        Line((str(row["name"] or row["id"]), "; ".join(row["also_known_as"]), str(row["sector"] or "")), str(row["id"]))
        for row in bodies[:ROWS_SHOWN]
    )
    heads = (Head("Body"), Head("Also called"), Head("Sector"))
    return Grid(
        f"Bodies with several names: {len(bodies):,}", heads, lines, max(0, len(bodies) - ROWS_SHOWN), "bodies"
    )  # fmt: skip
