"""The map of one place: load files, ask questions, explain answers, draw pages.

The only room that knows both stores and analyses.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.errors import AnalysisError, StoreError
from tpgraph.map.history import History
from tpgraph.map.verdicts import Verdicts
from tpgraph.stores import Credentials, open_store
from tpgraph.stores.store import Description, QueryAnswer, QueryLimits, Store

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from tpgraph.analysis.answers import Answer
    from tpgraph.map.copying import CopyOutcome
    from tpgraph.map.deriving import GraphTables
    from tpgraph.map.explaining import Explanation
    from tpgraph.map.loading import LoadOptions, LoadOutcome, Recognised
    from tpgraph.map.templating import Prefilling

Progress = Callable[[str], None]


class Map(History, Verdicts):
    """A store and everything that can be asked of it.

    `notes` gathers what a person should know of the work done, such as what other people had added to nodes of a
    server's graph that went.

    Examples
    --------
    >>> town = Map(open_store("place.tpgraph", create=True))  # doctest: +SKIP
    >>> town.load("files/")  # doctest: +SKIP
    >>> town.find("overlaps")  # doctest: +SKIP
    """

    def __init__(
        self, store: Store, progress: Progress = lambda _: None, credentials: Credentials | None = None
    ) -> None:
        self.store = store
        self.progress = progress
        self._credentials = credentials
        self._tables: GraphTables | None = None
        self.notes: list[str] = []

    def _changed(self) -> None:
        self._tables = None

    def tables(self) -> "GraphTables":
        """Give the graph tables, derived anew where loads or judgements have changed."""
        from tpgraph.map.deriving import graph_of, graph_version

        if self._tables is None or self._tables.version != graph_version(self.store):
            self._tables = graph_of(self.store, self.progress)
            self.notes += [note for note in (self._tables.note, *self._tables.told) if note]
        return self._tables

    @property
    def graph_version(self) -> str:
        """Version of the graph: citable, and equal for equal loads and judgements."""
        return self.tables().version

    # ------------------------------------------------------------------------------------------------------- records

    def load_recognised(self, found: "Recognised", options: "LoadOptions") -> "list[LoadOutcome]":
        """Load what `look` recognised; failures are told in the outcomes."""
        from tpgraph.map.loading import load_all

        outcomes = load_all(self.store, found, options, self.progress)
        self._changed()
        return outcomes

    def load(
        self,
        *paths: str | Path,
        loader: str | None = None,
        publisher: str | None = None,
        dataset: str | None = None,
        payer: str | None = None,
        dry_run: bool = False,
        mapping: str | Path | None = None,
    ) -> "list[LoadOutcome]":
        """Load files, folders or zips: each source as a whole or not at all.

        Parameters
        ----------
        paths : files, folders or zips
        loader : name of the loader to use, else whichever recognises the file
        publisher, dataset : parts of the source's key, else worked out from the files
        payer : who pays, where a file of payments does not name one; else whoever publishes it
        dry_run : read and check, write nothing
        mapping : a mapping file, as `tpgraph map` writes it, that says what the columns of the files are

        Returns
        -------
        list of LoadOutcome, one a source

        Raises
        ------
        InputError
            If a source could not be read; the others are loaded all the same.
        """  # fmt: skip
        from tpgraph.map.loading import LoadOptions, look, raise_failures

        options = LoadOptions(loader, publisher, dataset, dry_run, payer=payer, mapping=mapping)
        outcomes = self.load_recognised(look(paths, loader, mapping), options)
        raise_failures(outcomes)
        return outcomes

    def init(self, name: str = "", gss: str = "", years: Sequence[str] = (), bodies: Sequence[str] = ()) -> None:
        """Say what place this is, which financial years matter and which bodies we count."""
        from tpgraph.map.setting import write_setting

        write_setting(self.store, name, gss, years, bodies)
        self._changed()

    def copy(self, target: str | Path, *, dry_run: bool = False) -> "CopyOutcome":
        """Copy the store into another, a file or a server, losing nothing; see `tpgraph.map.copying.copy`."""
        from tpgraph.map.copying import copy_store

        return copy_store(self.store, target, dry_run=dry_run, progress=self.progress, credentials=self._credentials)

    def describe(self) -> Description:
        """Tell what the store says of itself."""
        return self.store.describe()

    # ------------------------------------------------------------------------------------------------------ questions

    def answer(self, name: str, **parameters: object) -> "Answer":
        """Run an analysis: table, notes, ids and findings. See `find` for a DataFrame."""
        import pyarrow as pa

        from tpgraph.analysis import analysis, bind
        from tpgraph.analysis.answers import answer, figure_rows
        from tpgraph.tables import schema

        description = analysis(name)
        found = answer(description, self.tables(), bind(description, parameters))
        rows = figure_rows(found)
        try:
            known = set(self.store.read("judgement.figure").column("figure_id").to_pylist())
            new = [row for row in rows if row["figure_id"] not in known]
            if new:
                self.store.write_judgement("judgement.figure", pa.Table.from_pylist(new, schema("judgement.figure")))
        except StoreError as error:
            self.notes.append(f"the ids of these figures were not kept: {error}")
        return found

    def find(self, name: str, **parameters: object) -> "pd.DataFrame":
        """Ask one question.

        Parameters
        ----------
        name : name of an analysis, such as money, overlaps, gaps, partners, suppliers, organisations
        parameters : as ``tpgraph find NAME --help`` lists them

        Returns
        -------
        DataFrame with `id` and the columns of the analysis, most important first; ``.attrs["notes"]`` holds what stands
        beside the table and ``.attrs["missing"]`` which sheet or file to supply.
        """
        found = self.answer(name, **parameters)
        frame: pd.DataFrame = found.result.table.to_pandas()
        frame.insert(0, "id", list(found.ids))
        frame.attrs.update(notes=list(found.result.notes), missing=found.result.missing)
        return frame

    def explain(self, figure_or_finding: str) -> "Explanation":
        """Give the rule and the rows behind a short id."""
        from tpgraph.map.explaining import explain
        from tpgraph.map.pages import material

        return explain(self.store, self.tables(), figure_or_finding, lambda: material(self))

    def cypher(
        self, text: str, parameters: Mapping[str, object] | None = None, limits: QueryLimits | None = None
    ) -> QueryAnswer:
        """Run a Cypher text, read only, with its warnings. See `query` for a DataFrame."""
        tables = self.tables()
        if tables.note:
            raise StoreError(f"Cypher needs the graph in the store: {tables.note}")
        return self.store.cypher(text, parameters, limits)

    def query(
        self, text_or_name: str, parameters: Mapping[str, object] | None = None, limits: QueryLimits | None = None
    ) -> "pd.DataFrame":
        """Run a shipped query by its name, or a Cypher text, read only.

        Returns
        -------
        DataFrame, rows in the order of the query; ``.attrs["warnings"]`` holds the engine's warnings.
        """
        from tpgraph.map.queries import bind_parameters, shipped_query

        shipped = shipped_query(text_or_name)
        if shipped:
            found = self.cypher(shipped.text, bind_parameters(shipped, parameters or {}), limits)
        else:
            found = self.cypher(text_or_name, parameters, limits)
        frame: pd.DataFrame = found.table.to_pandas()
        frame.attrs.update(warnings=list(found.warnings), truncated=found.truncated)
        return frame

    def graph(
        self, kinds: Iterable[str] | None = None, year: str = "", basis: str = "", projection: str = ""
    ) -> "nx.MultiDiGraph[str]":
        """Give the graph as networkx; see `tpgraph.graphs.networks.to_networkx`."""
        from tpgraph.graphs.networks import to_networkx

        return to_networkx(self.tables(), kinds=kinds, year=year, basis=basis, projection=projection)

    # ---------------------------------------------------------------------------------------------------------- pages

    def view(self, path: str | Path) -> Path:
        """Write the offline map page."""
        from tpgraph.map.pages import write_map

        return write_map(self, Path(path))

    def report(self, folder: str | Path, unread: Sequence[str] = (), agency: str = "") -> list[Path]:
        """Write first page, report, workbook, brief and map into a folder.

        Parameters
        ----------
        unread : sentences on files that could not be read
        agency : a body by name or id: then only the findings that concern it are written

        Raises
        ------
        AnalysisError
            If no body is called so, with the nearest names.
        OutputError
            If the folder or a file cannot be written.
        """
        from tpgraph.map.pages import write_reports

        return write_reports(self, Path(folder), unread, agency)

    def template(self, path: str | Path, limit: int = 200) -> "Prefilling":
        """Write a template workbook filled from the store; see `tpgraph.map.templating.write_prefilled`."""
        from tpgraph.map.templating import write_prefilled

        return write_prefilled(self, Path(path), limit)

    def export(self, path: str | Path, kind: str | None = None) -> list[Path]:
        """Write the graph in another format: csv, parquet, graphml, gexf, json or cypher, else as the ending says.

        `neo4j-admin` is a folder with the whole store, for the bulk import of a Neo4j server.
        """
        from tpgraph.map.exports import WHOLE_STORE, export, export_store, kind_of

        path, kind = Path(path), kind_of(Path(path), kind)
        if kind == WHOLE_STORE:
            return export_store(self.store, self.tables(), path)
        return export(self.tables(), path, kind)


def open_map(
    location: str | Path,
    *,
    create: bool = True,
    progress: Progress = lambda _: None,
    credentials: Credentials | None = None,
) -> Map:
    """Open the map of a store, made where there is none; see `tpgraph.open`.

    Raises
    ------
    StoreError
        If the store cannot be opened, naming the mend.
    """
    return Map(open_store(location, create=create, credentials=credentials), progress, credentials)


__all__ = ["AnalysisError", "Map", "open_map"]
