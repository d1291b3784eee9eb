"""Made-up graph tables for the tests of the map: a small place worked by hand, and one of any size."""

import random
from collections import defaultdict

import pyarrow as pa

from tpgraph.tables import from_rows

SCRIPT_NAME = "<script>alert(1)</script>"
CLOSING_NAME = "</script><img src=x onerror=alert(1)>"
BIDI_NAME = "Harbour \u202eTrust\x00"

THEMES = (
    "Older people",
    "Under-fives",
    "Drugs and alcohol",
    "Worklessness",
    "Housing",
    "Mental health",
    "Offenders",
    "",
)
Rows = dict[str, list[dict[str, object]]]


def as_tables(rows: Rows) -> dict[str, pa.Table]:
    """Turn rows by table name into tables of the model."""
    return {name: from_rows(of_table, f"graph.{name}") for name, of_table in rows.items()}


def small_rows() -> Rows:
    """Council pays Trust £700 and £300 in 2009-10, and £50 in 2010-11; one £20 award; Trust provides two services."""
    rows: Rows = defaultdict(list)
    rows["setting"] = [{"key": "place_name", "value": "Northmere"}, {"key": "financial_year", "value": "2009-10"}]
    rows["organisation"] = [
        {"id": "council", "name": "Northmere Council", "sector": "local"},
        {"id": "trust", "name": "Harbour Trust", "sector": "voluntary", "also_known_as": ["The Harbour"]},
        {"id": "idle", "name": "Idle Body", "sector": "unknown"},
    ]
    rows["service"] = [
        {"id": "lunch", "name": "Lunch club", "theme": "Older people", "people_per_year": 3, "description": "Lunch."},
        {"id": "visit", "name": "Home visits", "theme": None, "people_per_year": 120},
    ]
    rows["need"] = [{"id": "food", "name": "Food"}]
    rows["client_group"] = [{"id": "old", "name": "People over 75"}]
    rows["place"] = [{"id": "w1", "name": "Quay Ward", "level": "ward", "population": 9000}]
    rows["client_need"] = [{"id": "n1", "name": "", "people": None, "low": 0, "high": 4, "financial_year": "2009-10"}]
    rows["rel_of"] = [_ends("n1", "food")]
    rows["rel_among"] = [_ends("n1", "old")]
    rows["rel_living_in"] = [_ends("n1", "w1")]
    rows["rel_provides"] = [_ends("trust", "lunch"), _ends("trust", "visit")]
    rows["rel_meets"] = [_ends("lunch", "food")]
    rows["rel_serves"] = [_ends("lunch", "old")]
    rows["rel_available_in"] = [_ends("lunch", "w1")]
    for number, (pounds, year, basis) in enumerate(
        ((700, "2009-10", "payment"), (300, "2009-10", "payment"), (50, "2010-11", "payment"), (20, "2009-10", "award"))
    ):
        _add_flow(rows, f"f{number}", "council", "trust", pounds * 100, year, basis, "Older people")
    _sum_funds(rows)
    return rows


def place_rows(
    bodies: int, services: int, needs: int = 60, groups: int = 20, places: int = 25, *, seed: int = 1
) -> Rows:
    """A place of any size with a few large payers, themed services and hostile names among the others."""
    rng = random.Random(seed)
    rows: Rows = defaultdict(list)
    rows["setting"] = [{"key": "place_name", "value": "Northmere"}]
    payers = [f"Northmere {word}" for word in ("Council", "Police", "Health Board", "Fire Service")]
    rows["organisation"] = [
        {"id": f"o{n}", "name": payers[n] if n < 4 else _body_name(rng, n), "sector": "local" if n < 4 else "voluntary"}
        for n in range(bodies)
    ]
    rows["need"] = [{"id": f"n{n}", "name": f"Need for {_words(rng)}"} for n in range(needs)]
    rows["client_group"] = [{"id": f"g{n}", "name": f"People with {_words(rng)}"} for n in range(groups)]
    rows["place"] = [{"id": f"w{n}", "name": f"{_words(rng).title()} Ward", "level": "ward"} for n in range(places)]
    for n in range(services):
        theme = rng.choice(THEMES)
        name = f"{_words(rng).capitalize()} service {n}"
        rows["service"].append({"id": f"s{n}", "name": name, "theme": theme, "people_per_year": rng.randrange(500)})
        rows["rel_provides"].append(_ends(f"o{rng.randrange(min(bodies, services // 3 + 5))}", f"s{n}"))
        rows["rel_meets"] += [_ends(f"s{n}", f"n{m}") for m in rng.sample(range(needs), 2)]
        rows["rel_serves"].append(_ends(f"s{n}", f"g{rng.randrange(groups)}"))
        rows["rel_available_in"] += [_ends(f"s{n}", f"w{m}") for m in rng.sample(range(places), 2)]
    for n in range(4, bodies):
        pence = int(rng.paretovariate(0.8) * 100_000)
        _add_flow(rows, f"f{n}", f"o{rng.randrange(4)}", f"o{n}", pence, "2024-25", "payment", rng.choice(THEMES))
    rows["organisation"][4]["name"] = SCRIPT_NAME
    rows["service"][0]["name"] = CLOSING_NAME
    rows["need"][0]["name"] = BIDI_NAME
    _sum_funds(rows)
    return rows


def _ends(source: str, target: str) -> dict[str, object]:
    return {"source_id": source, "target_id": target}


def _add_flow(rows: Rows, id_: str, payer: str, payee: str, pence: int, year: str, basis: str, theme: str) -> None:
    flow = {
        "id": id_,
        "amount_pence": pence,
        "financial_year": year,
        "basis": basis,
        "detail": "itemised",
        "theme": theme,
    }
    rows["funding_flow"].append({**flow, "date": f"{year[:4]}-05-01"})
    rows["rel_pays"].append(_ends(payer, id_))
    rows["rel_to"].append(_ends(id_, payee))


def _sum_funds(rows: Rows) -> None:
    """FUNDS as resolution derives it: by payer, payee, year and basis."""
    payer = {row["target_id"]: row["source_id"] for row in rows["rel_pays"]}
    payee = {row["source_id"]: row["target_id"] for row in rows["rel_to"]}
    sums: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for flow in rows["funding_flow"]:
        pence = flow["amount_pence"]
        assert isinstance(pence, int)
        key = (payer[flow["id"]], payee[flow["id"]], flow["financial_year"], flow["basis"])
        sums[key].append(pence)
    for (source, target, year, basis), amounts in sums.items():
        money = {"amount_pence": sum(amounts), "financial_year": year, "basis": basis, "flows": len(amounts)}
        rows["rel_funds"].append({"source_id": source, "target_id": target, **money})


_FIRST = (
    "harbour",
    "meadow",
    "bridge",
    "lantern",
    "oak",
    "river",
    "quay",
    "hill",
    "mill",
    "garden",
    "station",
    "castle",
)
_SECOND = ("care", "homes", "advice", "works", "learning", "health", "transport", "family", "recovery", "youth", "play")


def _words(rng: random.Random) -> str:
    return f"{rng.choice(_FIRST)} {rng.choice(_SECOND)}"


def _body_name(rng: random.Random, number: int) -> str:
    return f"{_words(rng).title()} {rng.choice(('Trust', 'Ltd', 'CIC', 'Association', 'Partnership Limited'))} {number}"
