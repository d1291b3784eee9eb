"""Records and judgements -> the graph tables.

The way of the data: `current_records` picks rows; `resolve` joins records to bodies; `read_places` and
`read_vocabulary` give texts their meaning; the SQL files draw nodes and relationships; every table is brought to the
model and sorted, so that equal records give equal tables whatever the order of loading.
"""

from collections.abc import Callable, Iterable, Mapping

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.identifiers import slug
from tpgraph.model import model
from tpgraph.names import fold, fold_sql
from tpgraph.reference import cofog
from tpgraph.resolution.agreement import contradictions, pair_of
from tpgraph.resolution.current import connect, current_records, sql_text
from tpgraph.resolution.entities import Entities, resolve
from tpgraph.resolution.indicators import map_indicators
from tpgraph.resolution.needs import Vocabulary, is_client_group, read_vocabulary
from tpgraph.resolution.places import Places, read_places
from tpgraph.resolution.settings import Setting, read_setting, resolve_bodies, unknown_bodies
from tpgraph.resolution.successions import body_successions
from tpgraph.resolution.verdicts import current_verdicts
from tpgraph.resolution.verdicts import problems as lost_verdicts
from tpgraph.tables import conform, empty, from_rows, graph_table_names

Progress = Callable[[str], None]

_PLACE_COLUMNS = (
    ("service", "unnest(places)"),
    ("flow", "place"),
    ("client_need", "place"),
    ("site", "place"),
    ("coverage", "place"),
)
_NEED_COLUMNS = (
    ("service", "unnest(needs)"), ("flow", "need"), ("client_need", "need"), ("coverage", "need"),
)  # fmt: skip
_GROUP_COLUMNS = (("service", "unnest(client_groups)"), ("client_need", "client_group"))


def _texts(connection: duckdb.DuckDBPyConnection, columns: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Distinct (load_id, text) over several columns."""
    parts = [f"SELECT DISTINCT load_id, {column} AS text FROM {table}" for table, column in columns]
    rows = connection.execute(f"SELECT DISTINCT * FROM ({' UNION ALL '.join(parts)}) WHERE trim(text) <> ''").fetchall()
    return [(str(load), str(text)) for load, text in rows]


def _two(names: tuple[str, str], rows: Iterable[tuple[str, str]]) -> pa.Table:
    listed = list(rows)
    return pa.table({name: pa.array([row[i] for row in listed], pa.string()) for i, name in enumerate(names)})


def _meanings(
    connection: duckdb.DuckDBPyConnection, records: Mapping[str, pa.Table], setting: Setting
) -> tuple[Places, Vocabulary, Vocabulary]:
    """Give texts their meaning and register what each text means as tables for the SQL."""
    in_place = _texts(connection, _PLACE_COLUMNS)
    places = read_places(records["place"], [text for _, text in in_place], setting.place, records["place_part"])
    connection.register("place_of", _two(("text", "place_id"), {t: places.id_of[fold(t)] for _, t in in_place}.items()))
    in_need = [(load, text) for load, text in _texts(connection, _NEED_COLUMNS) if text.lower() not in _sectors()]
    grouped = [is_client_group(need_id) for need_id in records["need"].column("id").to_pylist()]
    is_group = pa.array(grouped, pa.bool_())
    needs = read_vocabulary(records["need"].filter(pc.invert(is_group)), in_need)
    rows = [(load, text, needs.id_of[load, fold(text)]) for load, text in in_need]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    names = ("load_id", "text", "need_id")
    connection.register("need_of", pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)}))
    tops = [(need, top) for need in needs.names if (top := needs.topmost(need))]
    connection.register("need_top", _two(("need_id", "top_name"), tops))
    in_group = _texts(connection, _GROUP_COLUMNS)
    listed = records["need"].filter(is_group)
    groups = read_vocabulary(listed, [("", text) for _, text in in_group], before="clients/")
    meant = {text: groups.id_of["", fold(text)] for _, text in in_group}
    connection.register("group_of", _two(("text", "group_id"), meant.items()))
    return places, needs, groups


def _sectors() -> tuple[str, ...]:
    return model().values["sector"]


def _prepare(connection: duckdb.DuckDBPyConnection, entities: Entities) -> dict[str, str]:
    """Register what the SQL files ask for beside records and meanings; gives programme names by id."""
    connection.execute(f"CREATE MACRO fold(x) AS {fold_sql('x')}")
    connection.execute("CREATE MACRO first_year(d) AS year(d::DATE) - (month(d::DATE) < 4)::INT")
    connection.execute("CREATE MACRO year_of(d) AS printf('%d-%02d', first_year(d), (first_year(d) + 1) % 100)")
    listed = ", ".join(f"'{sector}'" for sector in _sectors())
    connection.execute(f"CREATE MACRO sectors() AS [{listed}]")
    connection.register("entity_of", entities.entity_of)
    connection.register("cofog_theme", _two(("code", "theme"), [(row.code, row.theme) for row in cofog()]))
    texts = connection.execute("SELECT DISTINCT programme FROM flow WHERE trim(programme) <> '' ORDER BY 1").fetchall()
    programmes = [(str(text), "programme/" + slug(str(text))) for (text,) in texts]
    connection.register("programme_of", _two(("text", "programme_id"), programmes))
    return {programme_id: text.strip() for text, programme_id in reversed(programmes)}


def _setting_rows(setting: Setting, bodies: Iterable[str]) -> list[dict[str, object]]:
    rows = [("place_name", setting.place.name), ("place_id", setting.place.id)]
    rows += [("financial_year", year) for year in setting.years] + [("body", body) for body in bodies]
    return [{"key": key, "value": value} for key, value in rows if value]


def _contradictions(verdicts: pa.Table) -> list[dict[str, object]]:
    """Say which verdicts cannot all be right: a chain of records called the same whose ends are called different."""
    rows = [row for row in verdicts.to_pylist() if row["found"]]
    names = {row[f"{side}_record"]: row[f"{side}_name"] for row in rows for side in ("left", "right")}
    said = {pair_of(row): str(row["agreed"]) for row in rows}
    found: list[dict[str, object]] = []
    for contradiction in contradictions(said):
        *same, apart = [
            " and ".join(f"'{names[record] or record}'" for record in pair) for pair in contradiction.pairs()
        ]
        sentence = (
            f"verdicts contradict each other: {', '.join(same)} were called the same, but {apart} different; "
            "`tpgraph review` asks which to change"
        )
        subject = " ".join(contradiction.records)
        found.append({"code": "verdicts-contradict", "subject": subject, "sentence": sentence})
    return found


def derive(
    records: Mapping[str, pa.Table], judgements: Mapping[str, pa.Table], progress: Progress = lambda _: None
) -> dict[str, pa.Table]:
    """Draw the graph.

    Parameters
    ----------
    records : tables of schema record by name without schema
    judgements : match, verdict, perimeter and setting by name without schema; `verdict` as judgement.verdict holds it,
        or as `tpgraph.resolution.verdicts.current_verdicts` made graph.verdict of it
    progress : told what is being done, for long work

    Returns
    -------
    dict: every graph table by name without schema, in the model's schema, sorted. ``rel_overlaps`` is empty: matching
    fills it from these tables.
    """
    progress("picking the current rows")
    current = current_records(records)
    setting = read_setting(current["setting"], judgements["setting"], judgements["perimeter"])
    mapped = map_indicators(current["client_need"], current["indicator"])
    current["client_need"] = mapped.client_need
    progress("finding who is the same body")
    said = judgements["verdict"]
    verdicts = said if "found" in said.column_names else current_verdicts(records, said)
    counted = verdicts.filter(verdicts.column("found"))
    entities = resolve(current["organisation"], current["service"], judgements["match"], counted)
    connection = connect(current)
    progress("reading places, needs and client groups")
    programmes = _prepare(connection, entities)
    places, needs, groups = _meanings(connection, current, setting)
    progress("drawing the graph")
    for name in ("services.sql", "money.sql", "links.sql"):
        connection.execute(sql_text(name))
    former = {row["former_id"]: row["entity_id"] for row in entities.former.to_pylist()}
    payers = {str(payer) for (payer,) in connection.execute("SELECT DISTINCT source_id FROM out_rel_pays").fetchall()}
    bodies, added = resolve_bodies(setting.bodies, entities.organisation.to_pylist(), former, payers)
    standing = [*entities.organisation.to_pylist(), *added]
    replaced = body_successions(current["succession"], entities.entity_of, standing)
    problems = [*mapped.problems, *places.problems, *_contradictions(verdicts), *lost_verdicts(verdicts)]
    problems += unknown_bodies(added, entities.organisation)
    made = {
        "organisation": _with(entities.organisation, added),
        "need": from_rows([{"id": i, "name": n} for i, n in needs.names.items()], "graph.need"),
        "client_group": from_rows([{"id": i, "name": n} for i, n in groups.names.items()], "graph.client_group"),
        "rel_broader": _two(("source_id", "target_id"), needs.broader.items()),
        "place": places.place,
        "rel_part_of": places.part_of,
        "rel_covers_part_of": places.covers,
        "rel_succeeded_by": pa.concat_tables([places.succeeded, replaced]),
        "programme": from_rows([{"id": i, "name": n} for i, n in programmes.items()], "graph.programme"),
        "rel_same_as": entities.candidates,
        "former_id": entities.former,
        "verdict": verdicts,
        "setting": from_rows(_setting_rows(setting, bodies), "graph.setting"),
        "problem": from_rows(problems, "graph.problem"),
    }
    drawn = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for name in graph_table_names():
        if name not in made:
            drew = f"out_{name}" in drawn
            made[name] = connection.table(f"out_{name}").to_arrow_table() if drew else empty(f"graph.{name}")
    return {name: _sorted(conform(made[name], f"graph.{name}"), name) for name in graph_table_names()}


def _with(table: pa.Table, rows: list[dict[str, object]]) -> pa.Table:
    return pa.concat_tables([table, pa.Table.from_pylist(rows, table.schema)])


def _sorted(table: pa.Table, name: str) -> pa.Table:
    """Sort by every plain column, so that equal content is an equal table; most money stays first where it matters."""
    if name in ("unthemed", "setting"):
        return table
    plain = [field.name for field in table.schema if not pa.types.is_list(field.type)]
    leading = [column for column in ("id", "source_id", "target_id") if column in plain]
    rest = [column for column in plain if column not in leading]
    return table.sort_by([(column, "ascending") for column in [*leading, *rest]])
