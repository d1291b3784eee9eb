"""Damaged variants of sound files, and a process of its own that reads them: what it took, and how each one ended.

`python -m tests.fuzzing FOLDER` reads every file of a folder as `tpgraph check` does and prints a line of JSON each.
"""

import json
import random
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_SECONDS = 30.0
MOST_MB = 1024.0


@dataclass(frozen=True)
class Ending:
    """How reading one file ended.

    Attributes
    ----------
    file : its name
    state : loaded, refused or crashed
    sentence : why it was refused, or the error that no rule foresees
    problems : rows of record.problem; 0 where it was refused
    seconds : wall time
    peak_mb : the most memory that the process had held by then
    """

    file: str
    state: str
    sentence: str
    problems: int
    seconds: float
    peak_mb: float


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(max(1, min(200, len(data) // 500))):
        changed[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(changed)


def _shuffled_columns(data: bytes, chance: random.Random) -> bytes:
    """Columns in another order, cut at commas whatever quotes say; some rows lose a cell."""
    lines = data.split(b"\n")
    order = list(range(lines[0].count(b",") + 1))
    chance.shuffle(order)
    rows = []
    for line in lines:
        cells = line.rstrip(b"\r").split(b",")
        row = [cells[place] for place in order if place < len(cells)]
        rows.append(b",".join(row[1:] if chance.random() < 0.01 else row))
    return b"\n".join(rows)


def _lying_encoding(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    lies: list[Callable[[], bytes]] = [
        lambda: text.encode("utf-16"),
        lambda: b"\xef\xbb\xbf" + text.encode("cp1252", errors="replace"),
        lambda: text.encode("utf-16-le"),
        lambda: b"\xff\xfe" + data,
        lambda: text.encode("utf-8").decode("latin-1").encode("utf-8"),
        lambda: text.encode("cp037", errors="replace"),
    ]
    return chance.choice(lies)()


def _repeated_piece(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data))
    piece = data[begin : begin + chance.randrange(1, 5000)]
    return data[:begin] + piece * chance.randrange(2, 20) + data[begin:]


def _other_ends(data: bytes, chance: random.Random) -> bytes:
    end = chance.choice([b"\r", b"\r\n", b"\n\r", b"\0\n", b"\x1a\n", b'"\n'])
    return data.replace(b"\r\n", b"\n").replace(b"\n", end)


_ANY = {"truncated": _truncated, "flipped": _flipped, "repeated": _repeated_piece}
_TEXT = {"shuffled": _shuffled_columns, "encoding": _lying_encoding, "ends": _other_ends}


def variants(path: Path, number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Give damaged variants of a file with names that keep its ending; the same seed gives the same variants."""
    data = path.read_bytes()
    kinds = {**_ANY, **(_TEXT if path.suffix.lower() in (".csv", ".tsv", ".txt") else {})}
    first = sum(path.name.encode())
    for count in range(number if data else 0):
        kind = list(kinds)[(first + count) % len(kinds)]
        made = kinds[kind](data, random.Random(f"{seed} {path.name} {count}"))
        yield f"{path.stem}-{kind}-{count}{path.suffix}", made


def wicked() -> Iterator[tuple[str, bytes]]:
    """Give files that are made to harm: nesting, endless cells, zips that lead out of themselves."""
    deep = 10_000
    yield "deep-lists.json", b'{"grants": ' + b"[" * deep + b"]" * deep + b"}"
    yield "deep-objects.json", b'{"grants": [' + b'{"id":' * deep + b"1" + b"}" * deep + b"]}"
    yield "deep-releases.json", b'{"ocid": "o", "releases": [' + b'{"awards":[' * deep + b"]}" * deep + b"]}"
    yield "deep-services.json", b'{"contents": [' + b'{"organization":' * deep + b"{}" + b"}" * deep + b"]}"
    yield "one-cell.csv", b"Date,Supplier,Amount\n2016-04-05," + b"x" * 20_000_000 + b",1.00\n"
    yield "open-quote.csv", b'Date,Supplier,Amount\n2016-04-05,"' + b"Acme Ltd,1.00\n" * 200_000
    yield "wide.csv", b",".join(b"Amount" for _ in range(50_000)) + b"\n" + b"1," * 50_000 + b"\n"
    yield (
        "leeds-city-council.csv",
        b"Date,Supplier,Amount\n" + b"2016-04-05,Acme Ltd,1.00\n" * 60_000 + b"x," * 3000 + b"\n",
    )
    yield "numbers.csv", b"Date,Supplier,Amount\n" + b"2016-04-05,Acme Ltd,1e308\n2016-04-05,Acme Ltd," + b"9" * 5000
    yield "zeros.csv", b"\0" * 1_000_000
    yield "outside.zip", _zipped({"../../outside.csv": b"Date,Supplier,Amount\n2016-04-05,Acme Ltd,1.00\n"})
    yield "absolute.zip", _zipped({"/outside.csv": b"Date,Supplier,Amount\n2016-04-05,Acme Ltd,1.00\n"})
    yield "bomb.zip", _zipped({"spend.csv": b"0" * 300_000_000})
    yield "bomb.xlsx", _zipped({"xl/worksheets/sheet1.xml": b"0" * 300_000_000, "[Content_Types].xml": b"<Types/>"})


def _zipped(members: dict[str, bytes]) -> bytes:
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def write_one_long_line(path: Path, size: int = 1_000_000_000) -> Path:
    """Write a file of one line, a gigabyte unless said otherwise."""
    with path.open("wb") as file:
        piece = b"Acme Ltd," * 100_000
        for _ in range(size // len(piece) + 1):
            file.write(piece)
    return path


def _read(path: Path) -> tuple[str, str, int]:
    from tpgraph.errors import TpgraphError
    from tpgraph.map.loading import LoadOptions, load_all, look

    try:
        outcomes = load_all(None, look([path]), LoadOptions(dry_run=True))
    except TpgraphError as error:
        return "refused", str(error), 0
    except RecursionError as error:
        return "crashed", f"RecursionError: {error}", 0
    except Exception as error:
        return "crashed", f"{type(error).__name__}: {error}", 0
    failed = [outcome for outcome in outcomes if outcome.error]
    if failed:
        return "refused", failed[0].sentence, 0
    return (
        "loaded",
        "",
        sum(outcome.prepared.tables["record.problem"].num_rows for outcome in outcomes if outcome.prepared),
    )


def _peak_mb() -> float:
    """The most memory of this process: what getrusage tells counts what the process that started it held as well."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _tell(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        started = time.perf_counter()
        state, sentence, problems = _read(path)
        peak = _peak_mb()
        told = Ending(path.name, state, sentence, problems, time.perf_counter() - started, peak)
        sys.stdout.write(json.dumps(vars(told)) + "\n")
        sys.stdout.flush()


def read_in_a_process(folder: Path, seconds: float = 600.0) -> list[Ending]:
    """Read every file of a folder in a process of its own, so that a crash or a hang is seen and survived.

    Raises
    ------
    AssertionError
        If the process ended before it had told of every file, naming the last one it told of.
    """
    command: Sequence[str] = [sys.executable, "-m", "tests.fuzzing", str(folder)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, cwd=Path(__file__).parents[1], check=False
        )
        said, error = done.stdout, done.stderr
    except subprocess.TimeoutExpired as late:
        said, error = (late.stdout or b"").decode(), "it went on too long"
    endings = [Ending(**json.loads(line)) for line in said.splitlines() if line.startswith("{")]
    missing = len(list(folder.iterdir())) - len(endings)
    assert not missing, f"{missing} files untold after {endings[-1:]}: {error[-500:]}"
    return endings


def faults(endings: Sequence[Ending]) -> list[str]:
    """Say what may not be: a crash, a hang, memory without bound, a refusal that is no sentence."""
    found = []
    for one in endings:
        if one.state == "crashed":
            found.append(f"{one.file}: {one.sentence[:300]}")
        if one.seconds > MOST_SECONDS:
            found.append(f"{one.file}: {one.seconds:.0f} s")
        if one.peak_mb > MOST_MB:
            found.append(f"{one.file}: {one.peak_mb:.0f} MB")
        if one.state == "refused" and ("\n" in one.sentence or len(one.sentence) < 15 or len(one.sentence) > 1500):
            found.append(f"{one.file}: refused with '{one.sentence[:300]}'")
    return found


if __name__ == "__main__":
    _tell(Path(sys.argv[1]))
