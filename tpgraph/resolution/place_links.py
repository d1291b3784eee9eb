"""What ties places that do not nest: which covers a part of which, and which was replaced by which."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from tpgraph.tables import from_rows

Problem = dict[str, object]
_TOLD_SINGLY = 10


@dataclass
class PlaceLinks:
    """The ties of places by id, gathered while texts are read.

    Attributes
    ----------
    covered : (place, part, of, year) -> share of the part that the place covers, 0 to 1; None = unknown
    successors : place -> what replaced it -> the ISO date, empty where it is not known
    outside : shares that are none, as (place, part, share)
    """

    covered: dict[tuple[str, str, str, str], float | None] = field(default_factory=dict)
    successors: dict[str, dict[str, str]] = field(default_factory=dict)
    outside: list[tuple[str, str, float]] = field(default_factory=list)

    def cover(self, place: str, part: str, row: Mapping[str, object]) -> None:
        """Take in a row of record.place_part; of two that differ in their share alone the larger stands."""
        share = row["share"]
        known = float(share) if isinstance(share, int | float) else None
        if known is not None and not 0 <= known <= 1:
            self.outside.append((place, part, known))
            known = None
        key = (place, part, str(row["of"] or ""), str(row["year"] or ""))
        before = self.covered.get(key)
        if place != part:
            self.covered[key] = known if before is None else max(before, known if known is not None else before)

    def succeed(self, place: str, successor: str, date: str = "") -> None:
        """Say that a place was replaced; a date that is known stays."""
        if place != successor:
            dates = self.successors.setdefault(place, {})
            dates[successor] = dates.get(successor) or date

    def wholly(self, nested: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        """(place, larger place) of the places that are covered whole, but for two that would lie in each other."""
        whole = {(part, place) for (place, part, _, _), share in self.covered.items() if share == 1}
        return {(part, place) for part, place in whole if (place, part) not in nested and (place, part) not in whole}

    def unknown(self) -> list[tuple[str, str]]:
        """Pairs (place, part) of which no look-up tells the share, sorted."""
        known = {key[:2] for key, share in self.covered.items() if share is not None}
        return sorted({(key[0], key[1]) for key in self.covered} - known)

    def problems(self, names: Mapping[str, str]) -> list[Problem]:
        """Say which shares are not known or are none; many at once where they are many."""
        said: list[Problem] = [
            {"code": "share-not-a-share", "subject": f"{place} {part}",
             "sentence": f"{names[place]} is said to cover {share:g} of {names[part]}: a share is 0 to 1; "
             "it is taken as unknown"}
            for place, part, share in sorted(self.outside)
        ]  # fmt: skip
        pairs = self.unknown()
        mend = "load an ONS look-up that goes down to LSOAs, or give the share in sheet place_parts"
        if len(pairs) > _TOLD_SINGLY:
            first = " and ".join(names[place] for place in pairs[0])
            words = f"{len(pairs):,} pairs of places overlap, such as {first}, and by how much is unknown; {mend}"
            return [*said, {"code": "share-unknown", "subject": "place_parts", "sentence": words}]
        for place, part in pairs:
            words = f"{names[place]} covers a part of {names[part]}, by how much is unknown; {mend}"
            said.append({"code": "share-unknown", "subject": f"{place} {part}", "sentence": words})
        return said


def replaced_problems(links: PlaceLinks, names: Mapping[str, str], meant: Collection[str]) -> list[Problem]:
    """Say of the places that sources speak of and that were replaced, whether they are found under what followed."""
    said: list[Problem] = []
    for place in sorted(set(meant) & links.successors.keys()):
        later = sorted(links.successors[place])
        called = " and ".join(f"{names[after]} ({after})" for after in later)
        if len(later) == 1:
            code, tail = "place-replaced", "what is stated under it is found there too"
        else:
            code, tail = "place-divided", "what is stated under it is not shared out among them"
        said.append({"code": code, "subject": place, "sentence": f"{names[place]} ({place}) became {called}; {tail}"})
    return said


def covers_table(links: PlaceLinks) -> pa.Table:
    """Give graph.rel_covers_part_of, sorted."""
    rows: list[dict[str, object]] = [
        {"source_id": place, "target_id": part, "share": share, "of": of or None, "year": year or None}
        for (place, part, of, year), share in sorted(links.covered.items(), key=lambda item: item[0])
    ]
    return from_rows(rows, "graph.rel_covers_part_of")


def succeeded_table(links: PlaceLinks) -> pa.Table:
    """Give graph.rel_succeeded_by of places, sorted."""
    rows: list[dict[str, object]] = [
        {"source_id": place, "target_id": after, "date": links.successors[place][after] or None}
        for place in sorted(links.successors)
        for after in sorted(links.successors[place])
    ]
    return from_rows(rows, "graph.rel_succeeded_by")
