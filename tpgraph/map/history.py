"""What became of every row and penny, what was done to a store, and how the last thing done is taken back."""

from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.stores.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

    from tpgraph.map.diffing import Difference
    from tpgraph.map.undoing import Undone


class History:
    """The part of `Map` that speaks of what was done: loads that go and return, history, differences, undo."""

    store: Store

    def _changed(self) -> None:
        """Forget what was derived from the store before."""

    def sources(self) -> "pa.Table":
        """List what became of every file: one row a file or sheet of a load.

        Returns
        -------
        Table with load_id, source_key, file, sheet, loader, superseded, withdrawn, rows and pence read, loaded and set
        aside (the pence being a control sum over all bases), `loaded_by_basis_pence`, and `why_set_aside` in words;
        sorted by source key, issue and sheet.
        """
        from tpgraph.map.sources import sources

        return sources(self.store)

    def reconciliation(self) -> "pa.Table":
        """Account for every row and penny of every file: a row a file or sheet and what became of a part of it.

        Returns
        -------
        Table with load_id, source_key, publisher, file, sheet, loader, issue, superseded, withdrawn; `outcome` (loaded
        or set aside), `basis` of what was loaded (null = what has no money), `reason` of what was set aside, `rows`
        (null where rows of the file made records of several bases) and `money_pence`. Per load and sheet the rows and
        pence add up to those of the file; money of several bases is never one row.
        """
        from tpgraph.map.sources import reconciliation

        return reconciliation(self.store)

    def set_aside(self, load_id: str) -> "pa.Table":
        """List the rows of a load that were set aside: sheet, line, reason, rows, amount_pence.

        Raises
        ------
        StoreError
            If there is no such load.
        """
        from tpgraph.map.sources import set_aside

        return set_aside(self.store, load_id)

    def remove(self, load_id: str, *, for_good: bool = False) -> None:
        """Take a load back: what it replaced is current again.

        Parameters
        ----------
        load_id : id of the load, as `sources` lists it
        for_good : delete its rows; else they are kept, so that `undo` and `restore` can bring it back

        Raises
        ------
        StoreError
            If there is no such load, or it was taken back already.
        """
        from tpgraph.map.removing import remove

        remove(self.store, load_id, for_good=for_good)
        self._changed()

    def restore(self, load_id: str) -> None:
        """Bring a load that was replaced or taken back to the fore, as the newest issue of its source.

        Raises
        ------
        StoreError
            If there is no such load, or it is the current one.
        """
        from tpgraph.map.removing import restore

        restore(self.store, load_id)
        self._changed()

    def history(self) -> "pa.Table":
        """List what was done to the store, newest first.

        Returns
        -------
        Table with event_id, at (ISO, universal time; null for loads of stores that kept no history yet), action (load,
        remove, restore, judge, init, copy, undo), subject (id of the load or event), sentence, taken_back; and of loads
        issue, rows, rows_set_aside and money_pence by basis.
        """
        from tpgraph.map.telling import history

        return history(self.store)

    def diff(
        self,
        wanted: str | Path,
        other: str = "",
        *,
        loader: str | None = None,
        publisher: str | None = None,
        dataset: str | None = None,
        payer: str | None = None,
        mapping: str | Path | None = None,
    ) -> "Difference":
        """Say what an issue changed: rows that are new, gone and changed, and their money to the penny.

        Parameters
        ----------
        wanted : a source (its key or its file's name), whose current issue is compared with the one before; a load,
            with the one before it; or a file, with what stands loaded of it: nothing is written
        other : a load to compare with instead
        loader, publisher, dataset, payer, mapping : of a file, as in `load`

        Raises
        ------
        StoreError
            If there is no such source, load or file, or nothing to compare with.
        InputError
            If a file cannot be read or holds several sources.
        """
        from tpgraph.map.diffing import diff
        from tpgraph.map.loading import LoadOptions

        options = LoadOptions(loader, publisher, dataset, dry_run=True, mapping=mapping, payer=payer)
        return diff(self.store, wanted, other, options)

    def undo(self, event_id: str = "", *, dry_run: bool = False) -> "Undone":
        """Take back the last thing done, or one named by its id in the history; an undo taken back is done again.

        Parameters
        ----------
        event_id : an event of `history`; empty = the last one that was not taken back
        dry_run : say what would be taken back, write nothing

        Raises
        ------
        StoreError
            If there is nothing to take back, or something done later stands on it.
        """
        from tpgraph.map.undoing import undo

        done = undo(self.store, event_id, dry_run=dry_run)
        self._changed()
        return done
