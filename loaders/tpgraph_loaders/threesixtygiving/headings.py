"""Headings of 360Giving as fields: titles and paths, with or without the numbers of items; which tell the standard."""

import re
from collections.abc import Sequence
from functools import cache

from tpgraph.loading.mapping import FieldMapping, TableMapping, heading_key, load_mapping

_OF_OBJECT = re.compile(r"[:/]")
_ITEM = re.compile(r"(?P<object>[^:/]+)(?P<mark>[:/])\s*(?P<number>\d+)\s*[:/](?P<rest>.*)", re.DOTALL)
_OBJECTS = (
    *("recipientorg", "recipientorganization", "recipientind", "recipientindividual", "toindividualsdetails"),
    *("fundingorg", "fundingorganization", "grantprogramme", "beneficiarylocation", "planneddates", "actualdates"),
)
_TELLING = frozenset({"forregranttype", "regranttype", "amountawarded", "fromanopencall", "fromopencall"})
_GENERIC = frozenset({"id", "identifier", "title", "description", "url"})
_PERSON = re.compile(
    r"applicant|surname|forename|first\s*name|last\s*name|maiden|investigator|sponsor|recipient\s*ind|"
    r"date\s*of\s*birth|\bdob\b|person\s*name",
    re.IGNORECASE,
)
# Whether there is a person at all must be known; the name is used to take it out of other cells, and goes.
_KEPT_OF_PERSONS = re.compile(r"\W*recipient\s*ind(ividual)?(\W+\d+)?(\W+(name|identifier|id))?\W*", re.IGNORECASE)


def _with_numbers(heading: str) -> list[str]:
    """The heading, and what it is with the number of the first item behind each object."""
    mark = ":" if ":" in heading else "/"
    return [heading, heading.replace(mark, f"{mark}0{mark}")] if mark in heading else [heading]


def _expanded(entry: FieldMapping) -> FieldMapping:
    variants = [_with_numbers(heading) for heading in entry.headings]
    # All plain spellings come before the numbered ones: a column of its own wins over the item of a list.
    numbered = [variant[1] for variant in variants if len(variant) > 1]
    return entry.model_copy(update={"headings": (*entry.headings, *numbered)})


def from_first_item(header: Sequence[str]) -> tuple[str, ...]:
    """Take the number 1 out of headings where a file counts the items of a list from one.

    >>> from_first_item(["Recipient Org:1:Name", "Recipient Org:2:Name", "Funding Org:Name", "Funding Org:1:Name"])
    ('Recipient Org:Name', 'Recipient Org:2:Name', 'Funding Org:Name', 'Funding Org:1:Name')
    """
    parts = [_ITEM.match(heading) for heading in header]
    plain = {
        heading_key(_OF_OBJECT.split(heading)[0])
        for heading, part in zip(header, parts, strict=True)
        if _OF_OBJECT.search(heading) and (part is None or part["number"] == "0")
    }
    return tuple(
        f"{part['object']}{part['mark']}{part['rest']}"
        if part and part["number"] == "1" and heading_key(part["object"]) not in plain
        else heading
        for heading, part in zip(header, parts, strict=True)
    )


@cache
def fields() -> TableMapping:
    """Give the fields of a grant with every spelling of their headings."""
    table = load_mapping("tpgraph_loaders.threesixtygiving").tables["grants"]
    return table.model_copy(update={"fields": {name: _expanded(entry) for name, entry in table.fields.items()}})


@cache
def known_keys() -> dict[str, str]:
    """Give the folded headings that are known, with their field."""
    return {heading_key(heading): name for name, entry in fields().fields.items() for heading in entry.headings}


def score(cells: Sequence[str]) -> int:
    """Score a row as header; a single known word in a row (`Title` on a page of metadata) says nothing."""
    known = sum(heading_key(cell) in known_keys() for cell in cells)
    return known if known > 1 else 0


def tells_the_standard(cells: Sequence[str]) -> int:
    """Count the headings that only 360Giving has."""
    keys = [heading_key(cell) for cell in cells]
    return sum(key in _TELLING or (key in known_keys() and key.startswith(_OBJECTS)) for key in keys)


def is_all_known(cells: Sequence[str]) -> bool:
    """Tell whether every heading is one of the standard, and one of them is of no other list."""
    keys = {heading_key(cell) for cell in cells if cell.strip()}
    return bool(keys - _GENERIC) and keys <= known_keys().keys()


def names_a_person(heading: str) -> bool:
    """Tell whether a heading names an applicant or another person.

    >>> [names_a_person(h) for h in ("Co-applicant(s)", "Recipient Ind:Postal Code", "Recipient Ind: Name", "Title")]
    [True, True, False, False]
    """
    return _PERSON.search(heading) is not None and _KEPT_OF_PERSONS.fullmatch(heading) is None
