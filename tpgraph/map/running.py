"""The main job in one go: a folder of files in, an agenda and an offline map out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tpgraph.errors import InputError, OutputError
from tpgraph.map import Map, open_map
from tpgraph.map.loading import LoadOptions, LoadOutcome, look
from tpgraph.map.pages import write_reports
from tpgraph.stores import Credentials

# Files that stand beside data and hold none: a page need not say that they were not read.
_IS_NO_DATA = re.compile(r"(?i)(^|/)(readme|licen[cs]e|notice|changelog)[^/]*$|(^|/)cmd\.txt$|\.md$")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class RunOutcome:
    """What a run did: the store's place, one outcome a source, files that no loader knows, files written, and notes."""

    store: str
    outcomes: tuple[LoadOutcome, ...]
    unclaimed: tuple[str, ...]
    written: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def run(
    paths: Sequence[str | Path],
    out: Path,
    store: str | None,
    options: LoadOptions,
    progress: Progress,
    credentials: Credentials | None = None,
) -> RunOutcome:
    """Load the files and write every page.

    Parameters
    ----------
    paths : files, folders or zips
    out : folder for the pages; made where there is none
    store : store to use, a file or a server, else ``out/place.tpgraph``; kept between runs with its verdicts
    credentials : asked for user name and password of a server, as in `tpgraph.open`

    Raises
    ------
    InputError
        If no source could be loaded; then no page is written.
    OutputError
        If the folder or a page cannot be written.
    """
    found = look(paths, options.loader, options.mapping)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{out}: the folder cannot be made ({error.strerror})") from error
    location = store or str(out / "place.tpgraph")
    town: Map = open_map(location, progress=progress, credentials=credentials)
    outcomes = town.load_recognised(found, options)
    failed = [outcome for outcome in outcomes if outcome.error]
    if failed and len(failed) == len(outcomes):
        raise InputError(f"no source could be loaded; the first: {failed[0].sentence}") from failed[0].error
    beside_data = [said for said in found.unclaimed if _IS_NO_DATA.search(said.split(": ")[0])]
    unclaimed = tuple(said for said in found.unclaimed if said not in beside_data)
    written = write_reports(town, out, [outcome.sentence for outcome in failed] + list(unclaimed))
    return RunOutcome(location, tuple(outcomes), unclaimed, tuple(written), tuple(town.notes))
