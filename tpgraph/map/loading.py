"""Files into a store: find groups, recognise them, prepare each source, append it as one transaction."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tpgraph.errors import InputError, SupersededLoadError, TpgraphError, UnknownFormatError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, fingerprint, prepare
from tpgraph.loading.loader import Claim, Group
from tpgraph.loading.recognise import recognise
from tpgraph.map.collisions import LoadRow, beside_others
from tpgraph.names import fold
from tpgraph.stores.store import Store
from tpgraph.tables import from_rows

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


def _known(loads: Sequence[LoadRow], sha256: str) -> LoadRow | None:
    """The load that holds these bytes; a current one rather than a superseded one."""
    rows = [row for row in loads if row["sha256"] == sha256]
    return min(rows, key=lambda row: bool(row["superseded"]), default=None)


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


def _shown(group: Group, claim: Claim) -> str:
    """Where a source is, as the user gave it: the file's path, or that of the folder or zip."""
    if len(claim.members) > 1 or group.shown.endswith(claim.members[0]):
        return group.shown
    return f"{group.shown}/{claim.members[0]}"


def _claim_key(claimed: dict[tuple[str, str], tuple[str, str]], load: LoadRow, shown: str) -> None:
    """Note who claims a source key in this call; other bytes would silently replace those of a file beside them."""
    key, sha256 = (fold(str(load["publisher"])), str(load["dataset"])), str(load["sha256"])
    holder, held = claimed.setdefault(key, (shown, sha256))
    if held != sha256:
        raise InputError(
            f"{shown} and {holder} would be one source, {load['source_key']}, and the second would replace the first: "
            "load them one by one and say who publishes each with --publisher, or name one with --dataset"
        )


def _with_spelling(prepared: PreparedLoad, loads: Sequence[LoadRow]) -> PreparedLoad:
    """Give the source the key that it has in the store where that differs by case or spaces of the publisher."""
    (load,) = prepared.tables["record.load"].to_pylist()
    for row in loads:
        if row["dataset"] == load["dataset"] and fold(str(row["publisher"])) == fold(prepared.publisher):
            key = str(row["source_key"])
            tables = {**prepared.tables, "record.load": from_rows([{**load, "source_key": key}], "record.load")}
            return replace(prepared, tables=tables, source_key=key)
    return prepared


def load_source(
    store: Store | None,
    group: Group,
    claim: Claim,
    options: LoadOptions,
    claimed: dict[tuple[str, str], tuple[str, str]] | None = None,
) -> LoadOutcome:
    """Load one source, or say why nothing changed.

    Parameters
    ----------
    store : None for a check without a store
    claimed : the source keys of this call: folded publisher and dataset -> where the source is, and its SHA-256; added
        to

    Raises
    ------
    SupersededLoadError
        If the bytes are an older issue that a newer one replaced.
    InputError
        If another source of this call has the same key, or an id means other money in another load.
    """
    claimed = {} if claimed is None else claimed
    loads: list[LoadRow] = store.read("record.load").to_pylist() if store else []
    known = _known(loads, fingerprint(group, claim))
    if known and known["superseded"]:
        raise SupersededLoadError(
            f"{claim.stem}: these bytes are an older issue that a newer one replaced; "
            f"`tpgraph sources restore {known['load_id']}` brings it back"
        )
    if known:
        _claim_key(claimed, known, _shown(group, claim))
        said = f"{claim.stem}: already loaded, nothing changed"
        return LoadOutcome(claim.stem, "unchanged", said, str(known["load_id"]))
    prepared = _with_spelling(prepare(group, claim, options.publisher, options.dataset), loads)
    key = prepared.source_key
    _claim_key(claimed, prepared.tables["record.load"].to_pylist()[0], _shown(group, claim))
    current = [row for row in loads if not row["superseded"]]
    others = [row for row in current if row["source_key"] != key]
    also = beside_others(store, prepared, others) if store else ""
    if store is None or options.dry_run:
        return _outcome(prepared, "checked", f"{claim.stem}: checked as {claim.loader}, nothing written{also}")
    store.append(prepared.tables)
    if len(others) < len(current):
        return _outcome(prepared, "newer issue", f"{claim.stem}: a newer issue of {key}; the older one is kept{also}")
    return _outcome(prepared, "loaded", f"{claim.stem}: loaded as {claim.loader}{also}")


def load_all(
    store: Store | None, found: Recognised, options: LoadOptions, progress: Progress = lambda _: None
) -> list[LoadOutcome]:
    """Load every source, one transaction each; a source that fails is told and the others go on."""
    outcomes = []
    claimed: dict[tuple[str, str], tuple[str, str]] = {}
    for number, (group, claim) in enumerate(found.claims, 1):
        progress(f"{number} of {len(found.claims)}: {claim.stem} ({claim.loader})")
        try:
            outcomes.append(load_source(store, group, claim, options, claimed))
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
