"""A second town small enough to work every answer out by hand: what passes from body to body, and what overlaps."""

import pyarrow as pa

from tests.queries.town import Row, links, money, nodes, tables


def _flows() -> list[Row]:
    year: Row = {"financial_year": "2009-10"}
    meals: Row = {"payer": "county", "payee": "lunch", "service": "v1", "need": "food"}
    return [
        {"id": "g1", "payer": "dept", "payee": "county", "pence": 1_000_000, "programme": "national", "need": "food",
         **year},
        {"id": "g2", "pence": 600_000, "programme": "local", "place": "north", "theme": "Older people",
         "purpose": "Meals", "ends": "2010-03-31", **meals, **year},
        {"id": "g3", "payer": "county", "payee": "clean", "pence": 50_000, "purpose": "Cleaning", **year},
        {"id": "g4", "payer": "pct", "payee": "clean", "pence": 30_000, "purpose": " cleaning", **year},
        {"id": "g5", "payer": "pct", "payee": "family", "pence": 200_000, "service": "v2", "place": "north", **year},
        {"id": "g6", "payer": "pct", "pence": 10_000, "payee_status": "redacted", **year},
        {"id": "g7", "payer": "county", "payee": "county", "pence": 5_000, **year},
        {"id": "g8", "payer": "lunch", "payee": "clean", "pence": 100_000, "purpose": "CLEANING", **year},
        {"id": "g9", "pence": 700_000, "ends": "2011-03-31", **meals, "financial_year": "2010-11"},
        {"id": "g10", "payer": "pct", "payee": "family", "pence": None, **year},
        {"id": "h1", "payer": "county", "pence": 9_000_000, "detail": "count", "basis": "outturn", "capital": "false",
         "theme": "Older people", **year},
    ]  # fmt: skip


def _services() -> list[Row]:
    return [
        {"id": "v1", "name": "Meals at home", "opening": "Weekdays", "charge": "£4", "way_in": "GP referral",
         "places_per_year": 100, "people_per_year": 90, "cost_pence_per_year": 500_000},
        {"id": "v2", "name": "Community meals", "opening": "weekdays ", "charge": "free", "way_in": "Needs assessment",
         "places_per_year": 50, "cost_pence_per_year": 300_000},
        {"id": "v3", "name": "Tea and talk", "eligibility": "over 70", "places_per_year": 30,
         "cost_pence_per_year": 90_000},
        {"id": "v4", "name": "Befriending", "status": "closed", "places_per_year": 20},
        {"id": "v5", "name": "Carers' line", "description": "Assessment of carers", "end": "2009-12-31",
         "places_per_year": 10, "cost_pence_per_year": 100_000},
    ]  # fmt: skip


def graph() -> dict[str, pa.Table]:
    """Give the graph of the town: a department, a county, a PCT, two charities and a firm; five services in two wards.

    Meals at home (v1, Lunch Club for the county) and Community meals (v2, Family Trust for the PCT) are in North ward,
    as was Befriending (v4, closed); Tea and talk (v3, Family Trust) and the Carers' line (v5, the PCT) are in South
    ward.
    """
    money_tables = money(_flows())
    for row in money_tables["rel_benefits"]:
        row["share"] = 0.5 if row["source_id"] == "g2" else None
    return tables(
        {
            "organisation": nodes(
                "dept = Department | sector = central", "county = Estuary County | sector = local",
                "pct = Estuary PCT | sector = nhs", "lunch = Lunch Club | sector = voluntary",
                "family = Family Trust | sector = voluntary", "clean = Bright Cleaning | sector = private",
            ),
            "service": _services(),
            "need": nodes("food = Meals", "talk = Company"),
            "client_group": nodes("older = Older people", "carers = Carers"),
            "place": [
                {"id": "estuary", "name": "Estuary", "level": "district", "population": 10_000},
                {"id": "north", "name": "North ward", "level": "ward", "population": 4_000},
                {"id": "south", "name": "South ward", "level": "ward"},
            ],
            "client_need": [
                {"id": "k1", "name": "", "people": 100, "financial_year": "2008-09"},
                {"id": "k2", "name": "", "people": 150, "low": 140, "high": 160, "financial_year": "2009-10"},
                {"id": "k3", "name": "", "people": 40, "financial_year": "2009-10"},
                {"id": "k4", "name": "", "people": 12, "financial_year": "2009-10"},
            ],
            "programme": nodes("national = National meals | ring_fence = meals only", "local = County meals"),
            "site": [
                {"id": "hall", "name": "Hall", "use": "part used", "latitude": 53.0, "longitude": -2.0},
                {"id": "barn", "name": "Barn", "use": "empty", "latitude": 53.01, "longitude": -2.0},
                {"id": "mill", "name": "Mill", "use": "empty", "latitude": 53.5, "longitude": -2.0},
                {"id": "shed", "name": "Shed", "use": "empty"},
                {"id": "shop", "name": "Shop", "use": "open", "latitude": 53.0, "longitude": -2.0},
            ],
            "source": nodes("d1 = d1 | file = county.csv | publisher = Estuary County", "d2 = d2 | file = pct.csv"),
            "record": nodes(*(f"q{line} = {line} | kind = service" for line in range(1, 5))),
            **money_tables,
            "rel_provides": links("lunch > v1", "family > v2", "family > v3", "county > v4", "pct > v5"),
            "rel_commissions": links("county > v1", "pct > v2"),
            "rel_meets": links("v1 > food", "v2 > food", "v3 > talk", "v4 > talk", "v5 > talk"),
            "rel_serves": links(
                "v1 > older", "v2 > older", "v3 > older", "v3 > carers", "v4 > older", "v5 > carers"
            ),
            "rel_available_in": links("v1 > north", "v2 > north", "v3 > south", "v4 > north", "v5 > south"),
            "rel_part_of": links("north > estuary", "south > estuary"),
            "rel_covers_part_of": [
                *links("south > north", share=0.25, of="LSOAs 2021", year="2023"), *links("north > south"),
            ],
            "rel_succeeded_by": links("south > north", date="2010-04-01"),
            "rel_of": links("k1 > food", "k2 > food", "k3 > talk", "k4 > talk"),
            "rel_among": links("k1 > older", "k2 > older", "k3 > older", "k4 > carers"),
            "rel_living_in": links("k1 > north", "k2 > north", "k3 > north", "k4 > south"),
            "rel_delivered_at": links("v1 > hall"),
            "rel_in": links("hall > south", "barn > north"),
            "rel_works_with": [*links("county > pct", kind="partnership"), *links("family > pct", kind="data sharing")],
            "rel_refers_to": [
                *links("v1 > v3", per_year=30), *links("v2 > v3", per_year=20), *links("v1 > v4"),
                *links("v2 > v5", per_year=5), *links("v5 > v2", per_year=8),
            ],
            "rel_inspects": links("dept > lunch"),
            "rel_inspects_service": links("dept > v1"),
            "rel_overlaps": links("v1 > v2", relation="duplicated_provision", grade="likely", probability=0.65),
            "rel_describes_service": links("q1 > v1", "q2 > v2", "q3 > v1", "q4 > v3"),
            "rel_stated_in": links("q1 > d1", "q2 > d2", "q3 > d2", "q4 > d1"),
        }
    )  # fmt: skip
