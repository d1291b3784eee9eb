"""What people have said of pairs of services, and what follows for the list of overlaps."""

from collections.abc import Iterable, Mapping

from tpgraph.analysis.cells import listed, text
from tpgraph.analysis.description import Row
from tpgraph.graphs.look_ups import neighbours
from tpgraph.tables import Tables

SETTLED = ("different", "not ours to say")
"""Verdicts that take a pair off the list, the stronger one first."""

SPOKEN_OF = ("valued overlap", "need evidence")
"""Verdicts that move a pair to the end of the list."""

Pair = frozenset[str]


class Judged:
    """The verdicts on pairs of services: the last on a pair of records stands, and any of their records speaks.

    Reads the table `verdict` (of schema judgement) and `rel_describes_service`; without verdicts nothing changes.
    """

    def __init__(self, tables: Tables) -> None:
        said = tables["verdict"].to_pylist() if "verdict" in tables else []
        last = {frozenset((row["left_record"], row["right_record"])): row for row in sorted(said, key=_when)}
        service_of = neighbours(tables, "rel_describes_service")
        self._verdicts: dict[Pair, Mapping[str, object]] = {}
        for records, row in last.items():
            services = frozenset(service for record in records for service in service_of.get(record, ()))
            known = self._verdicts.get(services)
            if row["verdict"] in (*SETTLED, *SPOKEN_OF) and (known is None or _strength(row) < _strength(known)):
                self._verdicts[services] = row

    def _of(self, row: Row) -> Mapping[str, object]:
        pair = frozenset((text(row, "left_service"), text(row, "right_service")))
        return self._verdicts.get(pair, {"verdict": "", "why": ""})

    def sorted(self, rows: Iterable[Row]) -> list[Row]:
        """Leave out the pairs that are settled; put those that people spoke of last, what they said as first reason."""
        free: list[Row] = []
        spoken_of: list[Row] = []
        for row in rows:
            said = self._of(row)
            if not said["verdict"]:
                free.append(row)
            elif said["verdict"] in SPOKEN_OF:
                why = f" ({said['why']})" if said["why"] else ""
                reasons = [f"people said: {said['verdict']}{why}", *listed(row, "reasons")]
                spoken_of.append({**row, "reasons": reasons})
        return [*free, *spoken_of]

    def notes(self, rows: Iterable[Row]) -> list[str]:
        """Count the pairs that are left out, and those that come last."""
        said = [self._of(row)["verdict"] for row in rows]
        settled, spoken_of = (sum(verdict in few for verdict in said) for few in (SETTLED, SPOKEN_OF))
        notes = []
        if settled:
            pairs = "1 pair is" if settled == 1 else f"{settled:,} pairs are"
            notes.append(f"Settled by verdicts: {pairs} left out ({', or '.join(SETTLED)}).")
        if spoken_of:
            pairs = "1 pair comes" if spoken_of == 1 else f"{spoken_of:,} pairs come"
            notes.append(f"Spoken of by verdicts: {pairs} last ({', or '.join(SPOKEN_OF)}).")
        return notes


def _when(row: Mapping[str, object]) -> str:
    return str(row["at"] or "")


def _strength(row: Mapping[str, object]) -> int:
    return (*SETTLED, *SPOKEN_OF).index(str(row["verdict"]))
