"""Classes of service in the returns, with the function of government of each."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tpgraph.names import fold


@dataclass(frozen=True)
class ServiceClass:
    """One class: its name, its COFOG division (empty = none), its return, its codes and its words."""

    name: str
    cofog: str
    form: str
    codes: tuple[str, ...]
    words: tuple[str, ...]


@cache
def service_classes() -> tuple[ServiceClass, ...]:
    """Read the classes of services.csv."""
    text = resources.files(__package__).joinpath("services.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        ServiceClass(
            row["name"], row["cofog"], row["form"], tuple(row["codes"].split(";")), tuple(row["words"].split(";"))
        )
        for row in rows
    )


def class_of_words(heading: str) -> ServiceClass | None:
    """Find the class that a heading names; None where it names none, or several together.

    >>> class_of_words("TOTAL CULTURAL AND RELATED SERVICES").cofog
    'GF08'
    >>> class_of_words("TOTAL CULTURAL, ENVIRONMENTAL, REGULATORY AND PLANNING SERVICES") is None
    True
    """
    folded = fold(heading).replace("&", "and")
    named = [entry for entry in service_classes() if any(word in folded for word in entry.words)]
    return named[0] if len(named) == 1 else None


def class_of_code(code: str) -> ServiceClass | None:
    """Find the class whose code begins a coded column's name: `eduerl` is education."""
    begins = [(len(start), entry) for entry in service_classes() for start in entry.codes if code.startswith(start)]
    return max(begins, key=lambda found: found[0])[1] if begins else None


def class_of_form(form: str) -> ServiceClass | None:
    """Find the class that alone fills a return, such as RO1."""
    return next((entry for entry in service_classes() if form and entry.form == form), None)
