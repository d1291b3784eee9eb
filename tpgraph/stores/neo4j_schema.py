"""What a store is in a Neo4j database: labels, constraints and indexes, made from graph.toml, and its own nodes.

    (:Organisation {id, name, ...}) and so on       the graph, as graph.toml names it
    (:Store {key, version, graph_version, ...})     one node: what the store says of itself
    (:StoreLock {key})                              one node: whoever writes holds it
    (:StoreLoad {load_id, ...})                     one node a load: the rows of record.load
    (:StoreRows {table, load_id, position, rows, data})   blocks of rows of all other tables
    (:StoreLost {...})                              what other people had added to nodes that went

Nodes that a write is preparing carry a staged label (StagedFundingFlow), nodes that wait for deletion are Withdrawn: no
query that names the labels of graph.toml sees either.
"""

from tpgraph.errors import NoStoreError, NotAStoreError, StoreVersionError
from tpgraph.model import model
from tpgraph.stores.duckdb_schema import made_by, store_version
from tpgraph.stores.neo4j_database import MARKER, Database, Row

KEY = "tpgraph"
OWN_LABELS = ("Store", "StoreLock", "StoreLoad", "StoreRows", "StoreLost")
WITHDRAWN = "Withdrawn"

_STORE = f"MATCH (s:Store {{key: '{KEY}'}})"


def staged(label: str) -> str:
    """Give the label of a node that is being prepared.

    >>> staged("FundingFlow")
    'StagedFundingFlow'
    """
    return f"Staged{label}"


def passing_labels() -> list[str]:
    """Give the labels that only stand while a write is under way."""
    return [*(staged(label) for label in model().nodes), staged("StoreRows"), MARKER, WITHDRAWN]


def known_labels() -> list[str]:
    """Give every label that is ours."""
    return [*model().nodes, *OWN_LABELS, *passing_labels()]


def statements() -> list[str]:
    """Give the constraints and indexes of a store."""
    unique = [*((label, "id") for label in model().nodes), ("Store", "key"), ("StoreLock", "key")]
    unique += [("StoreLoad", "load_id")]
    made = [
        f"CREATE CONSTRAINT tpgraph_{label}_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"
        for label, name in unique
    ]
    made += [f"CREATE INDEX tpgraph_StoreRows_{name} IF NOT EXISTS FOR (n:StoreRows) ON (n.{name})"
             for name in ("table", "load_id")]  # fmt: skip
    return made


def find(database: Database) -> Row | None:
    """Give the properties of the store's node; None where there is no store."""
    # Without a (:Store) anywhere the server does not know the label, and says so as a notice only.
    found = database.ask(f"{_STORE} RETURN properties(s) AS store")
    return dict(found[0]["store"]) if found else None


def check(database: Database, *, create: bool) -> int:
    """See that a database holds a store of ours, or make one in an empty database.

    Returns
    -------
    int
        The store's version.

    Raises
    ------
    NotAStoreError
        If it holds nodes but no store.
    StoreVersionError
        If a newer tpgraph made the store.
    NoStoreError
        If it is empty and none is to be made.
    """
    where = database.address.location
    store = find(database)
    if store is None:
        if database.ask("MATCH (n) RETURN 1 AS one LIMIT 1"):
            raise NotAStoreError(
                f"{where} holds nodes, but no store that tpgraph made: name an empty database, so that nothing of "
                "yours is touched"
            )
        if not create:
            raise NoStoreError(f"there is no store at {where} yet: `tpgraph --store {where} load FILES` makes one")
        _make(database)
        return store_version()
    version = int(store.get("version", -1))
    if version > store_version():
        raise StoreVersionError(
            f"{where} was made by a newer tpgraph ({store.get('made_by', '')}, store version {version}; this one reads "
            f"up to {store_version()}): update tpgraph"
        )
    return version


def _make(database: Database) -> None:
    make_constraints(database)
    database.change(f"MERGE (:StoreLock {{key: '{KEY}'}})")
    database.change(
        f"MERGE (s:Store {{key: '{KEY}'}}) "
        "ON CREATE SET s.version = $version, s.made_by = $made_by, s.graph_version = '', s.revision = 0",
        version=store_version(),
        made_by=made_by(),
    )


def make_constraints(database: Database) -> None:
    """Make the constraints and indexes that are missing."""
    with database.session() as session:
        for statement in statements():
            session.run(statement).consume()
        session.run("CALL db.awaitIndexes(300)").consume()


def migrate(database: Database) -> None:
    """Bring an older store to this version; its graph becomes stale. Blocks of rows gain columns as they are read."""
    make_constraints(database)
    database.change(
        f"{_STORE} SET s.version = $version, s.graph_version = '', s.revision = s.revision + 1",
        version=store_version(),
    )


def others(database: Database) -> dict[str, int]:
    """Count the nodes that other people added, by label: those under labels of their own, under none (an empty label),
    and under a label of the graph without an id."""
    rows = database.ask(
        "MATCH (n) WHERE none(label IN labels(n) WHERE label IN $known) "
        "OR (n.id IS NULL AND any(label IN labels(n) WHERE label IN $kinds)) "
        "UNWIND CASE WHEN labels(n) = [] THEN [''] ELSE labels(n) END AS label "
        "RETURN label, count(*) AS nodes ORDER BY label",
        known=known_labels(),
        kinds=list(model().nodes),
    )
    return {row["label"]: row["nodes"] for row in rows}
