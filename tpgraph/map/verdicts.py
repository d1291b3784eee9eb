"""The part of `Map` that speaks of verdicts: giving them, what they come to, and going through the pairs that wait."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpgraph.stores.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

    from tpgraph.map.deriving import GraphTables
    from tpgraph.map.reviewing import Review


class Verdicts:
    """What people say of pairs of records, through `Map`."""

    store: Store

    def tables(self) -> "GraphTables":
        """Give the graph tables; see `Map.tables`."""
        raise NotImplementedError

    def _changed(self) -> None:
        """Forget what was derived from the store before."""

    def judge(self, left: str, right: str, verdict: str, *, by: str = "", agency: str = "", why: str = "") -> str:
        """Say what two records or entities are to each other; the verdict outlives re-loads and new matchers.

        A later verdict of the same agency replaces its earlier one; verdicts of two agencies that differ make the pair
        "not agreed".

        Parameters
        ----------
        left, right : ids of records, organisations or services, or the sources' own ids where they are not ambiguous
        verdict : same, different, valued overlap, need evidence, or not ours to say
        by, agency, why : who says so, for which body, and the reason

        Returns
        -------
        str, the id of the event in the history, by which `undo` takes it back

        Raises
        ------
        AnalysisError
            If the verdict does not exist, or an id is not known or means two records.
        """
        from tpgraph.map.judging import judge

        event = judge(self.store, self.tables(), (left, right), verdict, (by, agency, why))
        self._changed()
        return event

    def verdicts(self) -> "pa.Table":
        """List what each agency says of each pair now.

        Returns
        -------
        Table in the schema graph.verdict: `agreed` says what the agencies' verdicts on the pair come to, `found`
        whether both records are among the current ones.
        """
        return self.tables()["verdict"]

    def review(
        self, *, kinds: Sequence[str] = ("organisations", "services"), by: str = "", agency: str = "", limit: int = 0
    ) -> "Review":
        """Go through the pairs that wait for a verdict, the most useful first; see `tpgraph.map.reviewing.Review`.

        Parameters
        ----------
        kinds : organisations, services or both
        by, agency : who speaks, and for which body: pairs of which it has spoken are left out
        limit : most pairs to ask; 0 = all
        """
        from tpgraph.map.reviewing import Review

        return Review(self.store, self.tables(), kinds=kinds, by=by, agency=agency, limit=limit)
