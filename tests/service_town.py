"""A tiny place made of services, for tests: tables of the graph from plain dictionaries."""

from collections.abc import Iterable, Mapping

import pyarrow as pa

from tpgraph.tables import from_rows

LISTS = {
    "meets": ("need", "rel_meets"),
    "serves": ("client_group", "rel_serves"),
    "in": ("place", "rel_available_in"),
}


def town(
    services: Iterable[Mapping[str, object]], part_of: Iterable[tuple[str, str]] = (), **more: list[dict[str, object]]
) -> dict[str, pa.Table]:
    """Make graph tables.

    A service has `id`, and may have `meets`, `serves`, `in`, `by`, `for` (texts joined by "; ": needs, client groups,
    places, providers, commissioners; ids are the names) and any property of the node. Every service has a record
    `r-<id>`, every organisation a record `r-<name>`. `part_of` lists (place, larger place); `more` adds rows by table.
    """
    rows: dict[str, list[dict[str, object]]] = {"service": [], "rel_describes_service": [], "record": []}
    nodes: dict[str, dict[str, None]] = {"need": {}, "client_group": {}, "place": {}, "organisation": {}}
    for service in services:
        entry = {"name": f"Service {service['id']}", **service}
        links = {key: str(entry.pop(key, "")) for key in ("meets", "serves", "in", "by", "for")}
        rows["service"].append(entry)
        key = str(entry["id"])
        rows["record"].append(
            {"id": f"r-{key}", "name": entry["name"], "kind": "service", "sheet": "services", "line": 2}
        )
        rows["rel_describes_service"].append({"source_id": f"r-{key}", "target_id": key})
        for word, (node, table) in LISTS.items():
            for name in filter(None, links[word].split("; ")):
                nodes[node][name] = None
                rows.setdefault(table, []).append({"source_id": key, "target_id": name})
        for word, table in (("by", "rel_provides"), ("for", "rel_commissions")):
            for name in filter(None, links[word].split("; ")):
                nodes["organisation"][name] = None
                rows.setdefault(table, []).append({"source_id": name, "target_id": key})
    for pair in part_of:
        nodes["place"] |= dict.fromkeys(pair)
        rows.setdefault("rel_part_of", []).append({"source_id": pair[0], "target_id": pair[1]})
    for table, added in more.items():
        rows.setdefault(table, []).extend(added)
    for node, names in nodes.items():
        known = {row["id"] for row in rows.setdefault(node, [])}
        rows[node] += [{"id": name, "name": name} for name in names if name not in known]
    for name in nodes["organisation"]:
        rows["record"].append({"id": f"r-{name}", "name": name, "kind": "organisation", "sheet": "services", "line": 3})
        rows.setdefault("rel_describes", []).append({"source_id": f"r-{name}", "target_id": name})
    return {table: from_rows(added, f"graph.{table}") for table, added in rows.items()}


def client_needs(*rows: Mapping[str, object]) -> dict[str, list[dict[str, object]]]:
    """Rows of client needs and their links, for `town(..., **client_needs(...))`: `id`, `of`, `among`, `in`, people."""
    made: dict[str, list[dict[str, object]]] = {"client_need": [], "rel_of": [], "rel_among": [], "rel_living_in": []}
    for number, row in enumerate(rows):
        entry = {"id": f"cn-{number}", **row}
        for word, table in (("of", "rel_of"), ("among", "rel_among"), ("in", "rel_living_in")):
            if name := entry.pop(word, None):
                made[table].append({"source_id": entry["id"], "target_id": name})
        made["client_need"].append(entry)
    return made
