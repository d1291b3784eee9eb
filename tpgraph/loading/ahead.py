"""Reading ahead: small sources of one loader go through its SQL together, while those before them are being kept.

Nothing is decided here. A source that cannot be read, that is refused, or whose payer depends on what was loaded before
it, is left to those who load it one by one in their order, and meets there what it would have met anyway.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import pyarrow as pa

from tpgraph.errors import TpgraphError
from tpgraph.loading.load import fingerprint, read_source
from tpgraph.loading.loader import Claim, Group
from tpgraph.loading.once import reading_once
from tpgraph.loading.recognise import loader_named
from tpgraph.loading.running import Source, run_together

_MOST_BYTES = 48_000_000
_LARGEST = 12_000_000
_MOST_ROWS = 100_000
_MOST_SOURCES = 64

Asked = tuple[Group, Claim]
Made = tuple[Source, dict[str, pa.Table]]
_Key = tuple[int, Claim]


class _LaterError(Exception):
    """Who pays depends on the bodies that are loaded by then."""


def _key(asked: Asked) -> _Key:
    return id(asked[0]), asked[1]


def _size(asked: Asked) -> int:
    group, claim = asked
    return sum(group.member(name).size for name in claim.members)


def batches(claims: Iterable[Asked]) -> Iterator[list[Asked]]:
    """Give runs of small sources of one loader that takes several; other sources stand in none.

    Parameters
    ----------
    claims : in the order in which they are loaded
    """
    run: list[Asked] = []
    size = 0
    for asked in claims:
        loader, own = asked[1].loader, _size(asked)
        fits = getattr(loader_named(loader), "takes_several", False) and own <= _LARGEST
        is_full = size + own > _MOST_BYTES or len(run) == _MOST_SOURCES
        if run and (not fits or is_full or run[0][1].loader != loader):
            yield run
            run, size = [], 0
        if fits:
            run.append(asked)
            size += own
    if run:
        yield run


class ReadAhead:
    """The sources of one call, a batch at a time; the next batch is made while the last one is being loaded.

    Parameters
    ----------
    claims : the sources in the order in which they are loaded
    publisher, payer : the user's words
    held : fingerprints of sources that are loaded already and need not be read
    """

    def __init__(
        self, claims: Sequence[Asked], publisher: str | None, payer: str | None, held: Collection[str] = ()
    ) -> None:
        self._batches = [batch for batch in batches(claims) if len(batch) > 1]
        self._batch_of = {_key(asked): number for number, batch in enumerate(self._batches) for asked in batch}
        self._words, self._held = (publisher, payer), held
        self._threads = ThreadPoolExecutor(1, "tpgraph-reads-ahead")
        self._under_way: dict[int, Future[dict[_Key, Made]]] = {}
        self._begun: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(cancel_futures=True)

    def take(self, group: Group, claim: Claim) -> Made | None:
        """Give a source and its tables, once; None where it has not been made ready."""
        key = (id(group), claim)
        number = self._batch_of.get(key)
        if number is None:
            return None
        self._begin(number)
        if number not in self._under_way:
            return None
        # What nobody took of the batches before is let go of.
        for old in [old for old in self._under_way if old < number]:
            del self._under_way[old]
        batch = self._under_way[number]
        # A fault is met again by the source that has it, when it is read by itself in its turn.
        made = {} if batch.exception() else batch.result()
        self._begin(number + 1)
        return made.pop(key, None)

    def _begin(self, number: int) -> None:
        if number < len(self._batches) and number not in self._begun:
            self._begun.add(number)
            self._under_way[number] = self._threads.submit(self._make, self._batches[number])

    def _make(self, batch: Sequence[Asked]) -> dict[_Key, Made]:
        alike: dict[object, list[tuple[_Key, Source]]] = {}
        for asked in batch:
            source = self._read(*asked)
            if source is not None:
                alike.setdefault(_likeness(source), []).append((_key(asked), source))
        made: dict[_Key, Made] = {}
        while alike:
            _, together = alike.popitem()
            made |= _run(together)
        return made

    def _read(self, group: Group, claim: Claim) -> Source | None:
        def known() -> Iterable[str]:
            raise _LaterError

        try:
            group = reading_once(group)
            sha256 = fingerprint(group, claim)
            return None if sha256 in self._held else read_source(group, claim, *self._words, known, sha256)
        except (TpgraphError, _LaterError):
            return None


def _likeness(source: Source) -> object:
    """What sources have in common that go through the SQL together; a large one goes alone."""
    if sum(source.landed.rows_read.values()) > _MOST_ROWS:
        return id(source)
    layout = tuple((name, *table.column_names) for name, table in sorted(source.landed.tables.items()))
    return source.of.publisher, source.of.payer, layout


def _run(together: Sequence[tuple[_Key, Source]]) -> dict[_Key, Made]:
    """Run the SQL over alike sources; nothing where it refuses one of them, as it then has to say which."""
    sources = [source for _, source in together]
    try:
        tables = run_together(sources)
    except TpgraphError:
        return {}
    return {key: made for (key, _), made in zip(together, zip(sources, tables, strict=True), strict=True)}
