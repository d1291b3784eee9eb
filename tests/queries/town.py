"""A town small enough to work every answer out by hand, and what makes graph tables out of plain rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyarrow as pa

from tpgraph.tables import from_rows

Row = dict[str, object]
Links = Iterable[tuple[str, str]]

ENDS = {
    "payer": ("rel_pays", True),
    "payee": ("rel_to", False),
    "service": ("rel_for", False),
    "need": ("rel_towards", False),
    "programme": ("rel_under", False),
    "source": ("rel_stated_in", False),
    "place": ("rel_benefits", False),
}


def money(flows: Iterable[Mapping[str, object]]) -> dict[str, list[Row]]:
    """Make the tables of money from rows that name both ends; FUNDS is summed here as the model says.

    A flow has `id`, `payer`, `pence` and may have `payee`, `service`, `need`, `programme`, `source`, `place` and any
    property.
    """
    made: dict[str, list[Row]] = {"funding_flow": [], **{table: [] for table, _ in ENDS.values()}}
    sums: defaultdict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
    for given in flows:
        flow = {"detail": "itemised", "capital": "unknown", "basis": "payment", "name": "", **given}
        ends = {word: flow.pop(word, None) for word in ENDS}
        pence = flow.pop("pence")
        if flow["detail"] == "itemised":
            flow.setdefault("payee_status", "known" if ends["payee"] else "blank")
        made["funding_flow"].append({**flow, "amount_pence": pence})
        for word, (table, backwards) in ENDS.items():
            if ends[word] is not None:
                near, far = (ends[word], flow["id"]) if backwards else (flow["id"], ends[word])
                made[table].append({"source_id": near, "target_id": far})
        if ends["payee"] is not None and flow["detail"] == "itemised":
            key = (ends["payer"], ends["payee"], flow.get("financial_year"), flow["basis"])
            sums[key][0] += pence if isinstance(pence, int) else 0
            sums[key][1] += 1
    made["rel_funds"] = [
        {"source_id": a, "target_id": b, "financial_year": year, "basis": basis, "amount_pence": pence, "flows": count}
        for (a, b, year, basis), (pence, count) in sums.items()
    ]
    return made


def nodes(*rows: str) -> list[Row]:
    """Make nodes from texts `id = name`, with more properties after it: `id = name | key = value`."""
    made: list[Row] = []
    for text in rows:
        first, *more = text.split(" | ")
        key, name = first.split(" = ")
        made.append({"id": key, "name": name, **dict(part.split(" = ", 1) for part in more)})
    return made


def links(*pairs: str, **same: object) -> list[Row]:
    """Make relationships from texts `one > other`."""
    return [{"source_id": one, "target_id": other, **same} for one, other in (pair.split(" > ") for pair in pairs)]


def tables(rows: Mapping[str, list[Row]]) -> dict[str, pa.Table]:
    """Make the graph tables."""
    return {name: from_rows(made, f"graph.{name}") for name, made in rows.items()}


def _flows() -> list[Row]:
    year: Row = {"financial_year": "2009-10"}
    surestart: Row = {"programme": "sure-start", "service": "s1", "need": "parenting"}
    return [
        {"id": "f01", "payer": "council", "payee": "trust", "pence": 600_000, "capital": "false",
         "theme": "Under-fives", "ends": "2010-03-31",
         "purpose": "Children's centre", "source": "l1", **surestart, **year},
        {"id": "f02", "payer": "council", "payee": "trust", "pence": 200_000, "capital": "true", "source": "l1",
         **year},
        {"id": "f03", "payer": "pct", "payee": "trust", "pence": 100_000, "theme": "Under-fives", "service": "s1",
         **year},
        {"id": "f04", "payer": "pct", "payee": "council", "pence": 500_000, "capital": "false", **year},
        {"id": "f05", "payer": "council", "pence": 70_000, "payee_status": "redacted", "source": "l1", **year},
        {"id": "f06", "payer": "council", "pence": 3_000, "payee_status": "individual", "ends": "2010-09-30", **year},
        {"id": "f07", "payer": "council", "payee": "council", "pence": 5_000, **year},
        {"id": "f08", "payer": "trust", "payee": "toys", "pence": 50_000, "programme": "sure-start", **year},
        {"id": "f09", "payer": "council", "payee": "toys", "pence": 40_000, "basis": "award", "programme": "play",
         "ends": "2011-03-31", **year},
        {"id": "f10", "payer": "police", "payee": "trust", "pence": 1_000},
        {"id": "f11", "payer": "council", "payee": "builder", "pence": -2_000, **year},
        {"id": "f12", "payer": "council", "payee": "builder", "pence": 12_000_000, "capital": "true",
         "programme": "roads", **year},
        {"id": "f13", "payer": "council", "payee": "church", "pence": 75, **year},
        {"id": "f14", "payer": "pct", "payee": "church", "pence": 25, "financial_year": "2008-09"},
        {"id": "f15", "payer": "pct", "payee": "church", "pence": 25, **year},
        {"id": "c1", "payer": "council", "pence": 900, "detail": "count", "basis": "outturn", "theme": "Under-fives",
         "prevention_or_response": "prevention", "source": "l2", **year},
        {"id": "c2", "payer": "council", "pence": 9_100, "detail": "count", "basis": "outturn", "theme": "Under-fives",
         "prevention_or_response": "response", "source": "l2", **year},
        {"id": "c3", "payer": "police", "pence": 40, "detail": "count", "basis": "outturn", **year},
    ]  # fmt: skip


def graph() -> dict[str, pa.Table]:
    """Give the graph of the town: eight bodies, six services, three places, and who says what.

    Stay and play (s1, Harbour Trust for the council) and Health visiting (s3, the PCT) meet parenting in Harbour ward;
    Toy loans (s2, Toy Library for the PCT) meets play, a part of parenting, in all Northmere; Debt advice (s4) has no
    provider and is in Hill ward only. St Ann's Church runs a baby group (s5) for play in Harbour ward. The
    Debt line (s6) of Harbour ward is closed.
    """
    return tables(
        {
            "organisation": nodes(
                "council = Northmere Council | sector = local", "pct = Northmere PCT | sector = nhs",
                "police = Northmere Police | sector = police", "trust = Harbour Trust | sector = voluntary",
                "toys = Toy Library",
                "audit = Audit Commission | sector = central", "builder = Acme Ltd | sector = private",
                "church = St Ann's Church",
            ),
            "service": [
                {"id": "s1", "name": "Stay and play", "status": "active", "theme": "Under-fives",
                 "places_per_year": 240, "cost_pence_per_year": 900_000},
                {"id": "s2", "name": "Toy loans"},
                {"id": "s3", "name": "Health visiting", "status": "active"},
                {"id": "s4", "name": "Debt advice", "places_per_year": 30},
                {"id": "s5", "name": "Baby group"},
                {"id": "s6", "name": "Debt line", "status": "Closed", "places_per_year": 90},
            ],
            "need": nodes("parenting = Parenting support", "play = Play", "debt = Debt", "housing = Housing"),
            "client_group": nodes("under5 = Under-fives", "debtors = People in debt"),
            "place": nodes(
                "northmere = Northmere | level = district", "harbour = Harbour ward | level = ward",
                "hill = Hill ward | level = ward",
            ),
            "client_need": [
                {"id": "n1", "name": "", "people": 420, "low": 380, "high": 460, "financial_year": "2009-10"},
                {"id": "n2", "name": "", "low": 0, "high": 4, "financial_year": "2009-10"},
                {"id": "n3", "name": "", "people": 100},
                {"id": "n4", "name": "", "people": 50, "financial_year": "2009-10"},
                {"id": "n5", "name": "", "people": 7, "financial_year": "2008-09"},
            ],
            "programme": nodes(
                "sure-start = Sure Start | ring_fence = under-fives only", "play = Play fund",
                "roads = Roads | ring_fence = roads only",
            ),
            "site": nodes(
                "b1 = Harbour Centre | use = part used | postcode = NM1 1AA", "b2 = Old school | use = empty",
                "b3 = Hill Hall | use = open", "b4 = Depot | use = empty",
            ),
            "source": nodes(
                "l1 = Spend | file = spend.csv | publisher = Northmere Council | dataset = spend/spend | licence = OGL",
                "l2 = place.xlsx | file = place.xlsx | publisher = Pilot team | as_of = 2010-03-31",
                "l3 = empty.csv | file = empty.csv",
            ),
            "record": [
                {"id": "r1", "name": "Harbour Trust", "kind": "organisation"},
                {"id": "r2", "name": "HARBOUR TRUST LTD", "kind": "organisation"},
                {"id": "r3", "name": "Harbour Trust", "kind": "organisation"},
                {"id": "r4", "name": "Toy Library", "kind": "organisation"},
                {"id": "r5", "name": "Stay and play", "kind": "service"},
            ],
            **money(_flows()),
            "rel_provides": links("trust > s1", "toys > s2", "pct > s3", "church > s5"),
            "rel_commissions": links("council > s1", "pct > s2", "pct > s3"),
            "rel_meets": links("s1 > parenting", "s2 > play", "s3 > parenting", "s4 > debt", "s5 > play", "s6 > debt"),
            "rel_broader": links("play > parenting"),
            "rel_serves": links("s1 > under5", "s2 > under5", "s3 > under5", "s5 > under5"),
            "rel_available_in": links(
                "s1 > harbour", "s2 > northmere", "s2 > harbour", "s3 > harbour", "s4 > hill", "s5 > harbour",
                "s6 > harbour",
            ),
            "rel_part_of": links("harbour > northmere", "hill > northmere"),
            "rel_of": links("n1 > parenting", "n2 > debt", "n3 > parenting", "n4 > housing", "n5 > debt"),
            "rel_among": links("n1 > under5", "n2 > debtors", "n4 > debtors"),
            "rel_living_in": links("n1 > harbour", "n2 > harbour", "n3 > hill", "n4 > northmere", "n5 > northmere"),
            "rel_delivered_at": links("s1 > b1", "s3 > b1", "s4 > b3"),
            "rel_in": links("b1 > harbour", "b2 > hill", "b3 > hill"),
            "rel_works_with": links("council > pct", kind="pooled budget"),
            "rel_owned_by": links("toys > trust"),
            "rel_succeeded_by": links("police > audit"),
            "rel_same_as": links("builder > church", probability=0.3),
            "rel_refers_to": links("s5 > s2", per_year=20),
            "rel_inspects": [
                *links("audit > council", per_year=1.0, days_each=12.0), *links("audit > trust"),
                *links("pct > council", per_year=0.5),
            ],
            "rel_inspects_service": links("audit > s1", per_year=2.0, days_each=1.5),
            "rel_overlaps": [
                *links("s1 > s3", relation="partial_overlap", grade="likely", probability=0.6),
                *links("s1 > s2", relation="complementary", grade="possible", probability=0.25),
            ],
            "rel_describes": [
                *links("r1 > trust", "r3 > trust", reason="same identifier"),
                *links("r2 > trust", reason="same name"), *links("r4 > toys"),
            ],
            "rel_describes_service": links("r5 > s1"),
            "rel_stated_in": [
                *links("f01 > l1", "f01 > l1", "f02 > l1", "f05 > l1", "c1 > l2", "c2 > l2"),
                *links("r1 > l1", line=4), *links("r1 > l1", line=9), *links("r2 > l2", sheet="organisations", line=2),
                *links("r3 > l2", sheet="organisations", line=3), *links("r4 > l2"), *links("r5 > l2", line=7),
            ],
        }
    )  # fmt: skip
