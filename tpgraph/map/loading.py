"""Files into a store: find groups, recognise them, prepare each source, append it as one transaction."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pyarrow as pa

from tpgraph.errors import InputError, SupersededLoadError, TpgraphError, UnknownFormatError
from tpgraph.loading.ahead import ReadAhead
from tpgraph.loading.any_table.claiming import mapped_claims, refuse_read_otherwise
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import PreparedLoad, fingerprint, prepare
from tpgraph.loading.loader import Claim, Group, Member
from tpgraph.loading.payers import KnownBodies
from tpgraph.loading.recognise import recognise
from tpgraph.loading.refusal import RefusedSourceError
from tpgraph.map.collisions import LoadRow, beside_others
from tpgraph.map.events import Change, event_row
from tpgraph.map.keys import SourceKeys, where_of, with_spelling
from tpgraph.map.known_bodies import known_bodies
from tpgraph.map.marks import when_appended
from tpgraph.map.verdicts_taken import apart, take_verdicts, told_in_short
from tpgraph.map.wording import counted, joined, money_by_basis, money_in_words
from tpgraph.names import fold
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
    mapping : a mapping file, which says what the columns of the files are
    payer : who pays, where a file of payments does not name one
    """

    loader: str | None = None
    publisher: str | None = None
    dataset: str | None = None
    dry_run: bool = False
    mapping: str | Path | None = None
    payer: str | None = None


@dataclass(frozen=True)
class LoadOutcome:
    """What became of one source.

    `state` is loaded, newer issue, unchanged, checked (a dry run) or failed; `sentence` says it in words. `rows` and
    `money` (pence by basis: two bases are never one sum) are what became records. `more` says what else is to be told,
    such as the verdicts of each sheet of a workbook.
    """

    file: str
    state: str
    sentence: str
    load_id: str = ""
    source_key: str = ""
    rows: int = 0
    rows_set_aside: int = 0
    money: Mapping[str, int] = field(default_factory=dict)
    problems: int = 0
    error: TpgraphError | None = None
    prepared: PreparedLoad | None = None
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recognised:
    """What a set of paths holds: claims with their groups, files that no loader knows, and workbooks of verdicts."""

    claims: tuple[tuple[Group, Claim], ...]
    unclaimed: tuple[str, ...]
    verdicts: tuple[Member, ...] = ()


def look(paths: Iterable[str | Path], loader: str | None = None, mapping: str | Path | None = None) -> Recognised:
    """Find out which sources the paths hold.

    Parameters
    ----------
    paths : files, folders or zips
    loader : name of the loader to ask, else all are
    mapping : a mapping file, which says what the columns of every table among the files are

    Raises
    ------
    InputError
        If a path is missing, empty or unsafe, none of its files is known, or the mapping file is none.
    """
    given = [str(path) for path in paths]
    if not all(path.strip() for path in given):
        raise InputError("an empty path was given; name a file, folder or zip")
    groups, verdicts = apart(find_groups([Path(path) for path in given]), loader)
    claims, unclaimed = recognise(groups, loader) if mapping is None else mapped_claims(groups, Path(mapping), loader)
    if not claims and not verdicts:
        more = f"; and {len(unclaimed) - 3:,} more" if len(unclaimed) > 3 else ""
        raise UnknownFormatError(
            f"nothing here can be loaded: {'; '.join(unclaimed[:3])}{more}; `tpgraph formats` lists what can"
        )
    return Recognised(tuple(claims), tuple(unclaimed), tuple(verdicts))


def _known(loads: Sequence[LoadRow], sha256: str) -> LoadRow | None:
    """The load that holds these bytes; a current one rather than a superseded one, and none that was taken back."""
    rows = [row for row in loads if row["sha256"] == sha256 and not row["withdrawn"]]
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
        money_by_basis(files),
        sum(said != "note" for said in problems),
        prepared=prepared,
    )


def load_source(
    store: Store | None,
    group: Group,
    claim: Claim,
    options: LoadOptions,
    keys: SourceKeys | None = None,
    known: KnownBodies = tuple,
    ahead: ReadAhead | None = None,
) -> LoadOutcome:
    """Load one source, or say why nothing changed.

    Parameters
    ----------
    store : None for a check without a store
    keys : the source keys of this call; added to
    known : gives the names of bodies that are loaded
    ahead : what has been read ahead

    Raises
    ------
    SupersededLoadError
        If the bytes are an older issue that a newer one replaced.
    InputError
        If another source of this call has the same key, or an id means other money in another load.
    """
    keys = SourceKeys() if keys is None else keys
    loads: list[LoadRow] = store.read("record.load").to_pylist() if store else []
    held = _known(loads, fingerprint(group, claim))
    if held and held["superseded"]:
        raise SupersededLoadError(
            f"{claim.stem}: these bytes are an older issue that a newer one replaced; "
            f"`tpgraph sources restore {held['load_id']}` brings it back"
        )
    if held:
        _refuse_another_publisher(held, options, claim)
        keys.claim(held, where_of(group, claim))
        said = f"{claim.stem}: already loaded, nothing changed"
        return LoadOutcome(claim.stem, "unchanged", said, str(held["load_id"]))
    refuse_read_otherwise(loads, group, claim)
    dataset = options.dataset or partial(keys.dataset, group, claim, loads)
    made = prepare(group, claim, options.publisher, dataset, payer=options.payer, known=known, ahead=ahead)
    prepared = with_spelling(made, loads)
    key = prepared.source_key
    keys.claim(prepared.tables["record.load"].to_pylist()[0], where_of(group, claim))
    current = [row for row in loads if not row["superseded"]]
    others = [row for row in current if row["source_key"] != key]
    also = beside_others(store, prepared, others) if store else ""
    if store is None or options.dry_run:
        return _outcome(prepared, "checked", f"{claim.stem}: checked as {claim.loader}, nothing written{also}")
    if len(others) < len(current):
        said = f"{claim.stem}: a newer issue of {key}; the older one is kept{also}"
        outcome = _outcome(prepared, "newer issue", said)
    else:
        outcome = _outcome(prepared, "loaded", f"{claim.stem}: loaded as {claim.loader}{also}")
    store.append(prepared.tables, event=_event_of(store, loads, outcome, prepared))
    return replace(outcome, prepared=_account_of(prepared))


def _account_of(prepared: PreparedLoad) -> PreparedLoad:
    """What is told of a load: its records stand in the store now, and those of hundreds of files fill no memory."""
    kept = ("record.load", "record.file", "record.problem", "record.set_aside")
    return replace(prepared, tables={name: prepared.tables[name] for name in kept})


def _refuse_another_publisher(held: LoadRow, options: LoadOptions, claim: Claim) -> None:
    """A file that stands there already is not asked again who pays: the older answer must go first."""
    said = options.publisher or options.payer
    if said and fold(said) != fold(str(held["publisher"])):
        raise InputError(
            f"{claim.stem} is loaded already, as of {held['publisher']}: take it back with `tpgraph sources remove "
            f"{held['load_id']}`, then load it again as of {said}"
        )


def _event_of(store: Store, loads: Sequence[LoadRow], outcome: LoadOutcome, prepared: PreparedLoad) -> pa.Table:
    """Make the event that is kept with a load."""
    moves = when_appended(loads, prepared.load_id, prepared.source_key)
    issue = moves[prepared.load_id][1][0]
    aside = f"{outcome.rows_set_aside:,} set aside" if outcome.rows_set_aside else ""
    what = joined([counted(outcome.rows, "row"), aside, money_in_words(outcome.money)])
    said = f"loaded {outcome.file} of {prepared.publisher} (issue {issue}): {what}"
    facts = {"rows": outcome.rows, "rows_set_aside": outcome.rows_set_aside, "money": outcome.money, "issue": issue}
    return event_row(store, "load", prepared.load_id, said, Change(moves), facts)


def load_all(
    store: Store | None, found: Recognised, options: LoadOptions, progress: Progress = lambda _: None
) -> list[LoadOutcome]:
    """Load every source, one transaction each; a source that fails is told and the others go on.

    A file of payments that does not say who pays is looked at again at the end: another may have named the body.
    """
    outcomes: list[LoadOutcome] = []
    keys = SourceKeys(found.claims)

    def known() -> set[str]:
        return known_bodies(store, [outcome.prepared.tables for outcome in outcomes if outcome.prepared])

    def attempt(group: Group, claim: Claim, ahead: ReadAhead | None = None) -> LoadOutcome:
        try:
            return load_source(store, group, claim, options, keys, known, ahead)
        except InputError as error:
            return LoadOutcome(claim.stem, "failed", str(error), error=error)

    with ReadAhead(found.claims, options.publisher, options.payer, _held(store)) as ahead:
        for number, (group, claim) in enumerate(found.claims, 1):
            progress(f"{number} of {len(found.claims)}: {claim.stem} ({claim.loader})")
            outcomes.append(attempt(group, claim, ahead))
    for index, (group, claim) in enumerate(found.claims):
        if isinstance(outcomes[index].error, RefusedSourceError) and any(later.prepared for later in outcomes[index:]):
            outcomes[index] = attempt(group, claim)
    for member in found.verdicts:
        progress(f"reading the verdicts of {member.name}")
        outcomes.append(_verdicts(store, member, options))
    return outcomes


def _verdicts(store: Store | None, member: Member, options: LoadOptions) -> LoadOutcome:
    """Take in a workbook of verdicts, and say what became of them."""
    try:
        taken = take_verdicts(store, member.read(), member.name, dry_run=options.dry_run)
    except InputError as error:
        return LoadOutcome(member.name, "failed", str(error), error=error)
    state = "checked" if options.dry_run or store is None else "loaded" if taken.rows else "unchanged"
    sentence = f"{member.name}: {told_in_short(taken)}{', nothing written' if state == 'checked' else ''}"
    return LoadOutcome(member.name, state, sentence, problems=len(taken.unreadable), more=tuple(taken.sentences()))


def _held(store: Store | None) -> set[str]:
    """The fingerprints of what is loaded already."""
    rows: list[LoadRow] = store.read("record.load").to_pylist() if store else []
    return {str(row["sha256"]) for row in rows if not row["withdrawn"]}


def raise_failures(outcomes: Sequence[LoadOutcome]) -> None:
    """Raise the first failure, saying how many more there were."""
    failed = [outcome.error for outcome in outcomes if outcome.error]
    if failed:
        more = f" (and {len(failed) - 1} more sources could not be loaded)" if len(failed) > 1 else ""
        raise type(failed[0])(f"{failed[0]}{more}") from failed[0]


def today() -> str:
    """Give today's date, ISO."""
    return datetime.date.today().isoformat()
