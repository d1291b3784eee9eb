"""Files into a store: find groups, recognise them, prepare each source, append it as one transaction."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tpgraph.errors import InputError, SupersededLoadError, TpgraphError, UnknownFormatError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, fingerprint, prepare
from tpgraph.loading.loader import Claim, Group
from tpgraph.loading.recognise import recognise
from tpgraph.stores.store import Store

Progress = Callable[[str], None]


@dataclass(frozen=True)
class LoadOptions:
    """What a user may overrule.

    Attributes
    ----------
    loader : name of the loader to use, else whichever recognises the file
    publisher, dataset : parts of the source's key, else worked out
    dry_run : read and check, write nothing
    """

    loader: str | None = None
    publisher: str | None = None
    dataset: str | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class LoadOutcome:
    """What became of one source.

    `state` is loaded, newer issue, unchanged, checked (a dry run) or failed; `sentence` says it in words. `rows` and
    `money_pence` are what became records.
    """

    file: str
    state: str
    sentence: str
    load_id: str = ""
    source_key: str = ""
    rows: int = 0
    rows_set_aside: int = 0
    money_pence: int = 0
    problems: int = 0
    error: TpgraphError | None = None
    prepared: PreparedLoad | None = None


@dataclass(frozen=True)
class Recognised:
    """What a set of paths holds: claims with their groups, and files that no loader knows."""

    claims: tuple[tuple[Group, Claim], ...]
    unclaimed: tuple[str, ...]


def look(paths: Iterable[str | Path], loader: str | None = None) -> Recognised:
    """Find out which sources the paths hold.

    Raises
    ------
    InputError
        If a path is missing, empty or unsafe, or none of its files is known.
    """
    given = [str(path) for path in paths]
    if not all(path.strip() for path in given):
        raise InputError("an empty path was given; name a file, folder or zip")
    claims, unclaimed = recognise(find_groups([Path(path) for path in given]), loader)
    if not claims:
        more = f"; and {len(unclaimed) - 3:,} more" if len(unclaimed) > 3 else ""
        raise UnknownFormatError(
            f"nothing here can be loaded: {'; '.join(unclaimed[:3])}{more}; `tpgraph formats` lists what can"
        )
    return Recognised(tuple(claims), tuple(unclaimed))


def _known(store: Store, sha256: str) -> tuple[str, bool] | None:
    """The load that holds these bytes, and whether it is superseded."""
    rows = [row for row in store.read("record.load").to_pylist() if row["sha256"] == sha256]
    rows.sort(key=lambda row: bool(row["superseded"]))
    return (rows[0]["load_id"], bool(rows[0]["superseded"])) if rows else None


def _outcome(prepared: PreparedLoad, state: str, sentence: str) -> LoadOutcome:
    load = prepared.tables["record.load"].to_pylist()[0]
    files = prepared.tables["record.file"].to_pylist()
    problems = prepared.tables["record.problem"].column("severity").to_pylist()
    return LoadOutcome(
        load["file"],
        state,
        sentence,
        load["load_id"],
        load["source_key"],
        sum(row["rows_loaded"] for row in files),
        sum(row["rows_set_aside"] for row in files),
        sum(row["money_loaded_pence"] for row in files),
        sum(said != "note" for said in problems),
        prepared=prepared,
    )


def load_source(store: Store | None, group: Group, claim: Claim, options: LoadOptions) -> LoadOutcome:
    """Load one source, or say why nothing changed.

    Parameters
    ----------
    store : None for a check without a store

    Raises
    ------
    SupersededLoadError
        If the bytes are an older issue that a newer one replaced.
    """
    known = _known(store, fingerprint(group, claim)) if store else None
    if known and known[1]:
        raise SupersededLoadError(
            f"{claim.stem}: these bytes are an older issue that a newer one replaced; "
            f"`tpgraph sources restore {known[0]}` brings it back"
        )
    if known:
        return LoadOutcome(claim.stem, "unchanged", f"{claim.stem}: already loaded, nothing changed", known[0])
    prepared = prepare(group, claim, options.publisher, options.dataset)
    key = prepared.tables["record.load"].column("source_key").to_pylist()[0]
    if store is None or options.dry_run:
        return _outcome(prepared, "checked", f"{claim.stem}: checked as {claim.loader}, nothing written")
    older = [row for row in store.read("record.load").to_pylist() if row["source_key"] == key and not row["superseded"]]
    store.append(prepared.tables)
    if older:
        return _outcome(prepared, "newer issue", f"{claim.stem}: a newer issue of {key}; the older one is kept")
    return _outcome(prepared, "loaded", f"{claim.stem}: loaded as {claim.loader}")


def load_all(
    store: Store | None, found: Recognised, options: LoadOptions, progress: Progress = lambda _: None
) -> list[LoadOutcome]:
    """Load every source, one transaction each; a source that fails is told and the others go on."""
    outcomes = []
    for number, (group, claim) in enumerate(found.claims, 1):
        progress(f"{number} of {len(found.claims)}: {claim.stem} ({claim.loader})")
        try:
            outcomes.append(load_source(store, group, claim, options))
        except InputError as error:
            outcomes.append(LoadOutcome(claim.stem, "failed", str(error), error=error))
    return outcomes


def raise_failures(outcomes: Sequence[LoadOutcome]) -> None:
    """Raise the first failure, saying how many more there were."""
    failed = [outcome.error for outcome in outcomes if outcome.error]
    if failed:
        more = f" (and {len(failed) - 1} more sources could not be loaded)" if len(failed) > 1 else ""
        raise type(failed[0])(f"{failed[0]}{more}") from failed[0]


def today() -> str:
    """Give today's date, ISO."""
    return datetime.date.today().isoformat()
