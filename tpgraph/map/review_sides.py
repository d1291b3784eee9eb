"""Both records of a pair side by side, field by field, with what differs marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tpgraph.graphs.look_ups import Whereabouts, names, neighbours, whereabouts
from tpgraph.map.judging import RecordBook
from tpgraph.map.review_order import money_of
from tpgraph.money import pounds
from tpgraph.names import fold
from tpgraph.tables import Tables

_FIELDS = {
    "organisation": (
        ("Name", "name"), ("Kind", "kind"), ("Sector", "sector"), ("Identifier", "identifier"), ("Based in", "place"),
        ("Part of", "parent"), ("Website", "website"),
    ),
    "service": (
        ("Name", "name"), ("Run by", "provider"), ("What it offers", "description"), ("Needs", "needs"),
        ("For", "client_groups"), ("Places", "places"), ("Status", "status"), ("First day", "start"),
        ("Last day", "end"), ("Cost a year", "cost_pence_per_year"), ("People a year", "people_per_year"),
        ("Paid for by", "commissioner"), ("Who may use it", "eligibility"), ("Open", "opening"), ("Charge", "charge"),
        ("Languages", "languages"), ("Way in", "way_in"), ("Theme", "theme"),
    ),
}  # fmt: skip
_LINKED = {
    "needs": ("rel_meets", "need"), "client_groups": ("rel_serves", "client_group"),
    "places": ("rel_available_in", "place"),
}  # fmt: skip
_LEAST_PEOPLE = 5


@dataclass(frozen=True)
class Field:
    """One line of two records side by side; `mark` is same, differs, or one only (the other does not say).

    What is no property of the body or service, such as where the record stands, `is_told` only and bears no mark.
    """

    label: str
    left: str
    right: str
    is_told: bool = False

    @property
    def mark(self) -> str:
        """Say whether the two agree."""
        if self.is_told:
            return ""
        if not (self.left and self.right):
            return "one only"
        return "same" if fold(self.left) == fold(self.right) else "differs"


class Sides:
    """Lays out pairs of records with the words of the graph for what they refer to."""

    def __init__(self, tables: Tables) -> None:
        self._where = whereabouts(tables)
        self._money = money_of(tables)
        self._entity = {
            **neighbours(tables, "rel_describes"),
            **neighbours(tables, "rel_describes_service"),
        }
        self._linked = {
            field: (neighbours(tables, relationship), names(tables, node))
            for field, (relationship, node) in _LINKED.items()
        }
        self._records = names(tables, "record")

    def fields(self, book: RecordBook, left: str, right: str) -> tuple[Field, ...]:
        """Give the lines in which either of two records says something."""
        kind = book.kind(left)
        one, other = book.rows[left], book.rows[right]
        lines = [
            Field(label, self._value(one, left, name), self._value(other, right, name)) for label, name in _FIELDS[kind]
        ]
        if kind == "organisation":
            money = self._money_in_words(left), self._money_in_words(right)
            lines.append(Field("Money in our files", *money, is_told=True))
        nowhere = Whereabouts("", "", "", None)
        stands = str(self._where.get(left, nowhere)), str(self._where.get(right, nowhere))
        lines.append(Field("Stands in", *stands, is_told=True))
        return tuple(line for line in lines if line.left or line.right)

    def _value(self, row: Mapping[str, object], record: str, name: str) -> str:
        if name in _LINKED:
            relationship, called = self._linked[name]
            ends = [end for entity in self._entity.get(record, ()) for end in relationship.get(entity, ())]
            if ends:
                return "; ".join(sorted({called.get(end, end) for end in ends}))
        if name in ("provider", "commissioner", "parent") and row.get(f"{name}_record"):
            said = self._records.get(str(row[f"{name}_record"]))
            if said:
                return said
        return _told(row.get(name), name)

    def _money_in_words(self, record: str) -> str:
        known = [self._money[body] for body in self._entity.get(record, ()) if body in self._money]
        return "; ".join(f"{pounds(pence)} ({basis or 'basis not stated'})" for pence, basis in known)


def _told(value: object, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return _joined(str(part) for part in value)
    if isinstance(value, int) and name.startswith("cost_pence"):
        return pounds(value)
    if isinstance(value, int) and name.startswith("people") and 0 < value < _LEAST_PEOPLE:
        return "under 5"
    return str(value)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(part for part in parts if part)
