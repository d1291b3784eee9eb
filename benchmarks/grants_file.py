"""A made-up 360Giving file: `python -m benchmarks.grants_file FILE GRANTS`. The same number gives the same bytes."""

import random
import sys
from pathlib import Path

import orjson

_WORDS = (
    *("advice", "and", "support", "for", "families", "young", "people", "carers", "older", "residents", "through"),
    *("weekly", "sessions", "training", "food"),
)
_PLACES = ("E08000003", "E08000006", "E06000023", "E09000001", "E07000178")
_PROGRAMMES = ("Communities", "Young People", "Advice", "Arts", "Environment")


def _words(source: random.Random, count: int) -> str:
    return " ".join(source.choice(_WORDS) for _ in range(count))


def _recipient(source: random.Random) -> dict[str, object]:
    number = source.randrange(40_000)
    charity = f"{1_000_000 + number}"
    return {
        "id": f"GB-CHC-{charity}",
        "name": f"Made Up Charity {number}",
        "charityNumber": charity,
        "postalCode": f"M{number % 40 + 1} 1AA",
        "addressLocality": "Northmere",
    }


def grant(source: random.Random, number: int) -> dict[str, object]:
    """Make one grant; a few repeat an id, as instalments do, and a few have no recipient's id."""
    day = f"{source.randint(2015, 2023)}-{source.randint(1, 12):02d}-{source.randint(1, 28):02d}"
    made: dict[str, object] = {
        "id": f"360G-madeup-{number if number % 500 else number + 1:07d}",
        "title": f"Grant to run {_words(source, 4)}",
        "description": _words(source, 40),
        "currency": "GBP",
        "amountAwarded": source.randrange(50_000, 25_000_000) / 100,
        "awardDate": f"{day}T00:00:00+00:00",
        "plannedDates": [{"startDate": day, "duration": source.choice((12, 24, 36))}],
        "recipientOrganization": [_recipient(source)],
        "fundingOrganization": [{"id": "GB-CHC-1164021", "name": "Made Up Foundation"}],
        "beneficiaryLocation": [{"name": "Northmere", "geoCode": source.choice(_PLACES), "geoCodeType": "MD"}],
        "grantProgramme": [{"code": "P1", "title": source.choice(_PROGRAMMES)}],
        "classifications": [{"vocabulary": "own", "code": f"C{number % 9}", "title": _words(source, 2)}],
        "dataSource": "https://www.example.org/grants",
        "dateModified": "2024-01-31T00:00:00+00:00",
    }
    if number % 11 == 0:
        made["regrantType"] = "FRG010"
    return made


def write(path: Path, grants: int) -> None:
    """Write a file of so many grants."""
    source = random.Random(360)
    with path.open("wb") as file:
        file.write(b'{"version":"1.4","publisher":{"name":"Made Up Foundation"},"grants":[\n')
        for number in range(1, grants + 1):
            file.write(orjson.dumps(grant(source, number)))
            file.write(b",\n" if number < grants else b"\n")
        file.write(b"]}\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
