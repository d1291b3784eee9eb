"""A directory tiled many times with renamed places: a million services and what they cost in seconds and memory.

Every tile is the same directory elsewhere: each word of a place gets the tile's ending wherever it stands, ids get the
tile's number, and the digits of identifiers are exchanged for others, so that twins stay twins and tiles stay apart.
Bodies without a word of a place in their name are called alike in every tile; nothing but their services parts them.
"""

import csv
import gzip
import inspect
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.matching_report import seconds
from benchmarks.measure import CHECKOUT

HEADER = ("", "services", "organisations", "pairs", "seconds", "CPU s", "peak MB")
BASE = "directory-50k"
ADDED = 10_000
_PARTS = ("an", "bel", "cor", "dun", "el", "fen", "gar", "hol", "ing", "kel", "lom", "mor", "nes", "or", "pen")
_TEXTS = ("name", "description", "place")
_MANY = 5

Rows = list[dict[str, str]]


def _read(path: Path) -> Rows:
    with (
        gzip.open(path, "rt", encoding="utf-8", newline="")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8", newline="") as file
    ):
        return list(csv.DictReader(file))


def place_words(services: Sequence[Mapping[str, str]]) -> set[str]:
    """The words that stand in places and, in lower case, in no description: words of no place are left alone."""
    plain = {word for row in services for word in re.findall(r"\b[a-z]{3,}\b", row.get("description", ""))}
    named = {word.lower() for row in services for word in re.findall(r"[^\W\d_]{4,}", row.get("place", ""))}
    return named - plain


def _renamed(text: str, words: set[str], ending: str) -> str:
    def other(match: re.Match[str]) -> str:
        word = match[0]
        return word + (ending.upper() if word.isupper() else ending) if word.lower() in words else word

    return re.sub(r"[^\W\d_]{4,}", other, text)


def _endings(tiles: int) -> list[str]:
    pairs = [first + second for first in _PARTS for second in _PARTS]
    return ["", *random.Random(1).sample(pairs, tiles - 1)]


def _tile(rows: Rows, number: int, ending: str, words: set[str], placeholders: set[str]) -> Iterator[dict[str, str]]:
    if not number:
        yield from rows
        return
    rng = random.Random(number)
    # Nought stays nought, so that leading zeros that are missing stay missing.
    digits = str.maketrans("123456789", "".join(rng.sample("123456789", 9)))
    for row in rows:
        told = {name: _renamed(row[name], words, ending) for name in _TEXTS if name in row}
        told |= {name: f"{row[name]}x{number}" for name in ("id", "organisation_id") if row.get(name)}
        if row.get("identifier") and row["identifier"] not in placeholders:
            told["identifier"] = row["identifier"].translate(digits)
        yield row | told


def write_tiles(root: Path, folder: Path, tiles: int, say: Callable[[str], None]) -> None:
    """Write organisations.csv and services.csv of so many tiles into a folder; the last rows stand last."""
    organisations = _read(root / BASE / "organisations.csv")
    services = _read(next((root / BASE).glob("services.csv*")))
    words = place_words(services)
    often = Counter(row["identifier"] for row in organisations)
    placeholders = {text for text, count in often.items() if count > _MANY or not re.search(r"[1-9].*\d", text)}
    endings = _endings(tiles)
    for name, rows in (("organisations.csv", organisations), ("services.csv", services)):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            for number, ending in enumerate(endings):
                say(f"writing {name}: tile {number + 1} of {tiles}")
                writer.writerows(_tile(rows, number, ending, words, placeholders))


def _side(folder: Path, verb: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.matching_scale", verb, str(folder)],
        capture_output=True, text=True, cwd=CHECKOUT, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{verb} failed:\n{done.stderr[-3000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _row(label: str, found: Mapping[str, float]) -> list[str]:
    counts = [f"{int(found[name]):,}" for name in ("services", "organisations", "pairs")]
    return [label, *counts, seconds(found["seconds"]), seconds(found["cpu_seconds"]), f"{found['peak_mb']:,.0f}"]


def table(root: Path, tiles: int, say: Callable[[str], None]) -> tuple[Sequence[str], list[list[str]]]:
    """Tile the directory, match it as a whole, then add 10,000 services to it; give the table with its header.

    Parameters
    ----------
    root : folder of the labelled data
    tiles : how often
    say : takes a line on how far it is
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        subprocess.run(
            [sys.executable, "-m", "benchmarks.matching_scale", "write", str(folder), str(root), str(tiles)],
            check=True, cwd=CHECKOUT,
        )  # fmt: skip
        say("matching the whole")
        rows = [_row("the whole, organisations and services", _side(folder, "whole"))]
        if takes_known():
            say(f"matching {ADDED:,} new services")
            rows.append(_row(f"{ADDED:,} services added", _side(folder, "added")))
        else:
            say("left out: match_services takes no `known` yet")
    return HEADER, rows


def takes_known() -> bool:
    """Whether services can be matched with a list that was matched before."""
    from tpgraph.matching import match_services

    return "known" in inspect.signature(match_services).parameters


def _whole(folder: Path) -> dict[str, float]:
    from benchmarks.matching_tpgraph import read
    from tpgraph.matching import match_organisations, match_services

    organisations, services = (read(folder / f"{name}.csv") for name in ("organisations", "services"))
    same = match_organisations(organisations, services=services)
    sys.stderr.write(f"organisations: {same.num_rows:,} pairs\n")
    found = match_services(services, organisations, same_bodies=same)
    pairs = same.num_rows + found.num_rows
    return {"services": services.num_rows, "organisations": organisations.num_rows, "pairs": pairs}


def _added(folder: Path) -> dict[str, float]:
    """The first ones are known; only the matching of the new ones is measured."""
    from benchmarks.matching_tpgraph import read
    from tpgraph.matching import match_services

    services = read(folder / "services.csv")
    known, new = services.slice(0, services.num_rows - ADDED), services.slice(services.num_rows - ADDED)
    import time

    from benchmarks.matching_side import cpu_seconds

    started, used = time.perf_counter(), cpu_seconds()
    found = match_services(new, known=known)
    took = {"seconds": time.perf_counter() - started, "cpu_seconds": cpu_seconds() - used}
    return {"services": new.num_rows, "organisations": 0, "pairs": found.num_rows, **took}


def main(verb: str, folder: Path, *others: str) -> None:
    """Write the tiles, or do one of the two measured runs and print what it took as JSON."""
    if verb == "write":
        write_tiles(Path(others[0]), folder, int(others[1]), lambda line: sys.stderr.write(f"{line}\n"))
        return
    import time

    from benchmarks.matching_side import cpu_seconds
    from benchmarks.side import peak_mb

    started = time.perf_counter()
    done = (_whole if verb == "whole" else _added)(folder)
    took = {"seconds": time.perf_counter() - started, "cpu_seconds": cpu_seconds(), "peak_mb": peak_mb()}
    sys.stdout.write(json.dumps({**took, **done}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
