"""A small graph of money, written as (payer, payee, pence) and what differs from a plain payment of May 2022."""

from collections.abc import Iterable, Mapping

import pyarrow as pa

from tpgraph.tables import from_rows

PLAIN = {
    "financial_year": "2022-23",
    "basis": "payment",
    "date": "2022-05-03",
    "detail": "itemised",
    "capital": "false",
    "how_sure": "recorded",
}

Flow = tuple[str | None, str | None, int] | tuple[str | None, str | None, int, dict[str, str | None]]


def money_graph(
    flows: Iterable[Flow], *, count: tuple[str, ...] = (), names: Mapping[str, str] | None = None
) -> dict[str, pa.Table]:
    """Graph tables of flows r-0, r-1, ...; `count` are the bodies of the setting; a name is the id in capitals."""
    nodes, pays, to = [], [], []
    bodies = set(count) | set(names or {})
    for number, (payer, payee, pence, *rest) in enumerate(flows):
        flow = f"r-{number}"
        told = {"payee_status": "known" if payee else "blank"} | (rest[0] if rest else {})
        nodes.append({**PLAIN, "id": flow, "name": flow, "amount_pence": pence, **told})
        pays += [{"source_id": payer, "target_id": flow}] if payer else []
        to += [{"source_id": flow, "target_id": payee}] if payee else []
        bodies |= {body for body in (payer, payee) if body}
    organisations = [{"id": body, "name": (names or {}).get(body, body.upper())} for body in sorted(bodies)]
    return {
        "organisation": from_rows(organisations, "graph.organisation"),
        "funding_flow": from_rows(nodes, "graph.funding_flow"),
        "rel_pays": from_rows(pays, "graph.rel_pays"),
        "rel_to": from_rows(to, "graph.rel_to"),
        "setting": from_rows([{"key": "body", "value": body} for body in count], "graph.setting"),
    }
