"""The fields that a mapping file may name: the template's columns of a record kind, and what the store adds."""

from dataclasses import dataclass
from functools import cache

from tpgraph.model import Column, RecordKind, model

KEEP, DROP = "keep", "drop"
"""What stands in the place of a field for a column that fills none: kept beside the row, or not loaded."""

_NOT_TEXTS = frozenset({"stub", "mentioned", "payee_status"})
_JOINED = frozenset(
    {"description", "purpose", "note", "address", "eligibility", "opening", "charge", "languages", "way_in"}
)


@dataclass(frozen=True)
class MapField:
    """One field.

    Attributes
    ----------
    name : as a mapping file writes it, such as ``amount_gbp``
    column : of the model
    beside : whether it is no column of the template but one that the store keeps beside them, such as ``unit``
    """

    name: str
    column: Column
    beside: bool = False

    @property
    def differs_by_row(self) -> bool:
        """Whether one constant for all rows would be nonsense: amounts, counts of people, names of what is listed."""
        return self.column.type in ("pence", "integer", "number") or self.name in ("name", "text", "other")

    @property
    def takes_several(self) -> bool:
        """Whether several columns may fill it: lists, and free texts, which are joined with a comma."""
        return self.column.type == "list" or self.name in _JOINED


def kind_named(text: str) -> RecordKind | None:
    """Give the record kind by the name of its sheet or its own: `flows` or `flow`; None for another word.

    >>> kind_named("Client needs").name, kind_named("flow").sheet, kind_named("chart")
    ('client_need', 'flows', None)
    """
    word = text.strip().lower().replace(" ", "_").replace("-", "_")
    for kind in model().records.values():
        if word == kind.sheet:
            return kind
    return model().records.get(word)


def kind_names() -> list[str]:
    """Give the sheet names of all record kinds, as `kind = ` takes them."""
    return [kind.sheet for kind in model().records.values()]


@cache
def fields_of(kind_name: str) -> dict[str, MapField]:
    """Give the fields of a record kind by their names in a mapping file, in the model's order."""
    kind = model().records[kind_name]
    fields = [MapField(column.heading, column) for column in kind.columns]
    fields += [
        MapField(column.heading, column, beside=True)
        for column in kind.kept
        if column.type in ("text", "id") and not column.name.endswith("_record") and column.name not in _NOT_TEXTS
    ]
    return {field.name: field for field in fields}
