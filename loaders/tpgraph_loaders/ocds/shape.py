"""The parts of a release that are read, and taking just these: what else a file holds, however deep, is not touched.

Contact points, documents and milestones are not among them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from tpgraph.loading.mapping import TableMapping, load_mapping

Json = dict[str, object]
"""A JSON object after pruning: texts, flags, lists of texts, objects and lists of objects."""

TEXT, TEXTS, FLAG = "text", "texts", "flag"

Shape = str | Mapping[str, "Shape"] | Sequence["Shape"]
"""A kind of value; the keys of an object; or, in a list of one, the shape of the objects of an array."""

_IDENTIFIER: Shape = {"scheme": TEXT, "id": TEXT, "legalName": TEXT}
_TECHNIQUES: Shape = {"hasFrameworkAgreement": FLAG, "frameworkAgreement": FLAG}
_CLASSIFICATION: Shape = {"scheme": TEXT, "id": TEXT, "description": TEXT}


def fields(table: str) -> TableMapping:
    """Give one table of mapping.toml."""
    return load_mapping(__package__).tables[table]


def _of_mapping(table: str, **more: Shape) -> dict[str, Shape]:
    """The shape of an object: what mapping.toml reads of it, and more."""
    # The values are shapes being built, objects within objects.
    shape: dict[str, Shape] = {}
    for entry in fields(table).fields.values():
        for path in entry.headings:
            *above, last = path.split("/")
            here = shape
            for key in above:
                inner = here.setdefault(key, {})
                if not isinstance(inner, dict):
                    raise TypeError(f"mapping.toml: {path} leads through a text")
                here = inner
            here[last] = TEXT
    return {**shape, **more}


@cache
def release_shape() -> Shape:
    """Give the shape of a release."""
    party = _of_mapping("party")
    party |= {"identifier": _IDENTIFIER, "additionalIdentifiers": [_IDENTIFIER], "roles": TEXTS}
    transaction = _of_mapping(
        "transaction", payer=party, payee=party, providerOrganization=party, receiverOrganization=party
    )
    tender = _of_mapping(
        "tender",
        techniques=_TECHNIQUES,
        lots=[{"id": TEXT, "techniques": _TECHNIQUES}],
        procuringEntity=party,
        classification=_CLASSIFICATION,
        items=[{"id": TEXT, "classification": _CLASSIFICATION}],
    )
    return {
        "ocid": TEXT,
        "id": TEXT,
        "date": TEXT,
        "buyer": party,
        "parties": [party],
        "planning": {"budget": _of_mapping("budget")},
        "tender": tender,
        "awards": [_of_mapping("award", suppliers=[party], relatedLots=TEXTS)],
        "contracts": [_of_mapping("contract", suppliers=[party], implementation={"transactions": [transaction]})],
    }


PACKAGE: Shape = {"license": TEXT, "publisher": {"name": TEXT, "scheme": TEXT, "uid": TEXT}}


@dataclass(frozen=True)
class WrongKind:
    """A value of another kind than the standard asks for: path, what it is, what was expected."""

    path: str
    found: str
    expected: str


@dataclass
class Pruner:
    """Takes the parts of a shape out of a JSON value, and keeps what is of the wrong kind."""

    wrong: list[WrongKind] = field(default_factory=list)

    def prune(self, value: object, shape: Shape, path: str) -> Json:
        """Prune an object; an empty one where it is none."""
        if not isinstance(value, dict) or not isinstance(shape, Mapping):
            self._say(path, value, "an object")
            return {}
        kept: Json = {}
        for key, inner in shape.items():
            if key in value:
                taken = self._value(value[key], inner, f"{path}/{key}" if path else key)
                # A null stays: it takes the value of an earlier release back.
                if taken is not None or value[key] is None:
                    kept[key] = taken
        return kept

    def _value(self, value: object, shape: Shape, path: str) -> object:
        if value is None:
            return None
        if shape == TEXT:
            return self._text(value, path)
        if shape == FLAG:
            return _flag(value)
        if shape == TEXTS:
            return [text for item in self._list(value, path) if (text := self._text(item, path)) is not None]
        if isinstance(shape, Mapping):
            return self.prune(value, shape, path) or None
        return self._objects(value, shape[0], path)

    def _objects(self, value: object, shape: Shape, path: str) -> list[Json]:
        kept = []
        for place, item in enumerate(self._list(value, path)):
            taken = self.prune(item, shape, f"{path}/{place}")
            if taken:
                # Where it stood in the file, for problems.
                kept.append({**taken, "at": f"{path}/{place}"})
        return kept

    def _list(self, value: object, path: str) -> list[object]:
        if isinstance(value, list):
            return value
        self._say(path, value, "a list")
        return [value] if isinstance(value, dict | str) else []

    def _text(self, value: object, path: str) -> str | None:
        if isinstance(value, str):
            # A half of a surrogate pair is no letter and cannot be stored.
            return (value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")).strip() or None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return repr(value)
        self._say(path, value, "a text or a number")
        return None

    def _say(self, path: str, value: object, expected: str) -> None:
        self.wrong.append(WrongKind(path, _kind(value), expected))


def _flag(value: object) -> bool:
    """Whether something is said to hold: true, `"true"`, or an object that describes it."""
    return value.strip().lower() in ("true", "yes") if isinstance(value, str) else bool(value)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    names = {dict: "an object", list: "a list", str: "a text", int: "a number", float: "a number", type(None): "null"}
    return names.get(type(value), "something else")


def text_at(value: Json, paths: Sequence[str]) -> str | None:
    """Give the text at the first of several paths where there is one."""
    for path in paths:
        here: object = value
        for key in path.split("/"):
            here = here.get(key) if isinstance(here, dict) else None
        if isinstance(here, str):
            return here
    return None


def field_of(value: Json, table: str, name: str) -> str | None:
    """Give one field of an object as mapping.toml reads it."""
    return text_at(value, fields(table).fields[name].headings)


def objects(value: Json, key: str) -> list[Json]:
    """Give the objects of a pruned array; none where there is no array."""
    found = value.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def inner(value: Json, key: str) -> Json:
    """Give an object inside a pruned object; an empty one where there is none."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def texts(value: Json, key: str) -> list[str]:
    """Give a pruned list of texts."""
    found = value.get(key)
    return [str(item) for item in found] if isinstance(found, list) else []
