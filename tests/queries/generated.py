"""A made-up town, the same for the same seed and size: every kind of node, link and empty cell."""

import random

import pyarrow as pa

from tests.queries.town import Row, money, tables

YEARS = ["2008-09", "2009-10", "2010-11", None]
SECTORS = ["central", "local", "nhs", "voluntary", "private", None]
# What stands where a service is not said to be active: three of six are over.
NOT_ACTIVE = ["Closed", " inactive", "DEFUNCT", None, "planned", None]
THEMES = ["Under-fives", "Older people", "Housing", None]
OPENING = ["weekdays 9-5", "Weekdays 9-5", "weekends", None]
CHARGES = ["free", "Free ", "£5 a visit", None]
WAYS_IN = ["self-referral", "GP referral", "Needs assessment", None]
WAYS = ["prevention", "response", "unknown", None]
PURPOSES = ["Care", " care", "Payroll", "IT support", "Legal fees", None]
UNITS = ["Children's services", "Human resources", "Audit", None]


class Maker:
    """Draws rows with one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def ids(self, letter: str, count: int) -> list[str]:
        """Make ids whose order is not the order they were made in."""
        return [f"{letter}{self.chance.randrange(10**6):06d}-{place}" for place in range(count)]

    def maybe(self, share: float, value: object) -> object:
        """Give the value for that share of the draws, else nothing."""
        return value if self.chance.random() < share else None

    def links(self, near: list[str], far: list[str], most: int, share: float = 1.0) -> list[Row]:
        """Link some of the near ends to one or more different far ends."""
        return [
            {"source_id": one, "target_id": other}
            for one in near
            if self.chance.random() < share
            for other in self.chance.sample(far, self.chance.randint(1, most))
        ]

    def tree(self, ids: list[str], share: float) -> list[Row]:
        """Hang ids below earlier ones, at most four deep."""
        depth = {ids[0]: 0}
        made: list[Row] = []
        for one in ids[1:]:
            above = self.chance.choice([key for key, level in depth.items() if level < 4])
            depth[one] = depth[above] + 1
            if self.chance.random() < share:
                made.append({"source_id": one, "target_id": above})
            else:
                depth[one] = 0
        return made


def _flows(maker: Maker, bodies: list[str], count: int, ends: dict[str, list[str]]) -> list[Row]:
    chance = maker.chance
    payers = bodies[: min(25 + count // 1000, 80)]
    made: list[Row] = []
    for key in maker.ids("f", count):
        counted = chance.random() < 0.1
        status = chance.choice(["known"] * 8 + ["redacted", "individual", None])
        sign = chance.choice([10, 10, 10, -1, 600])
        # One way for a payer that is paid itself: most that is paid goes to bodies that pay nobody.
        payees = payers if chance.random() < 0.05 else bodies
        made.append(
            {
                "id": key,
                "payer": chance.choice(payers),
                "payee": chance.choice(payees) if status == "known" and not counted else None,
                "payee_status": None if counted else status,
                "pence": maker.maybe(0.97, sign * chance.randrange(1, 2_000_000) // 10),
                "financial_year": chance.choice(YEARS),
                "basis": chance.choice(["payment", "payment", "award", "outturn"]),
                "detail": "count" if counted else "itemised",
                "capital": chance.choice(["true", "false", "unknown"]),
                "theme": chance.choice(THEMES),
                "purpose": chance.choice(PURPOSES),
                "unit": chance.choice(UNITS),
                "ends": maker.maybe(0.3, f"20{chance.randint(10, 12)}-0{chance.randint(1, 9)}-15"),
                "prevention_or_response": chance.choice(WAYS) if counted else None,
                **{word: maker.maybe(0.5, chance.choice(ids)) for word, ids in ends.items()},
                "source": maker.maybe(0.9, chance.choice(ends["source"])),
            }
        )
    return made


def _people(maker: Maker, keys: list[str]) -> list[Row]:
    years = [maker.chance.choice(YEARS) for _ in keys]
    people = [maker.maybe(0.7, maker.chance.randint(5, 900)) for _ in keys]
    return [
        {"id": key, "name": "", "people": many, "low": maker.maybe(0.5, 0), "high": many, "financial_year": year}
        for key, many, year in zip(keys, people, years, strict=True)
    ]


def _services(maker: Maker, keys: list[str]) -> list[Row]:
    chance = maker.chance
    return [
        {
            "id": key,
            "name": f"Service {chance.randrange(90)}",
            "description": chance.choice(["Help at home", "An ASSESSMENT of need", None]),
            "status": maker.maybe(0.5, "active") or NOT_ACTIVE[place % 6],
            "end": maker.maybe(0.2, f"20{chance.randint(10, 11):02d}-06-30"),
            "theme": chance.choice(THEMES),
            "places_per_year": maker.maybe(0.4, chance.randint(0, 300)),
            "people_per_year": maker.maybe(0.3, chance.randint(5, 300)),
            "cost_pence_per_year": maker.maybe(0.3, chance.randrange(10**9)),
            "eligibility": maker.maybe(0.2, "over 60 only"),
            "opening": chance.choice(OPENING),
            "charge": chance.choice(CHARGES),
            "languages": maker.maybe(0.2, "English; Polish"),
            "way_in": chance.choice(WAYS_IN),
        }
        for place, key in enumerate(keys)
    ]


def _sites(maker: Maker, keys: list[str]) -> list[Row]:
    chance = maker.chance
    width = len(keys) ** 0.5 / 200
    made: list[Row] = []
    for key in keys:
        known = chance.random() < 0.8
        row: Row = {"id": key, "name": f"Site {key}", "use": chance.choice(["open", "part used", "empty", None])}
        row["postcode"] = maker.maybe(0.5, f"NM{chance.randint(1, 9)} 1AA")
        row["latitude"] = 53.0 + width * chance.random() if known else None
        row["longitude"] = -2.0 - width * chance.random() if known else None
        made.append(row)
    return made


def graph(seed: int, size: int = 1) -> dict[str, pa.Table]:
    """Give the graph tables of the town of one seed: about 4,550 nodes and 20,000 links for each unit of size.

    Needs, places and programmes grow with the town, so a service has as many others beside it at any size.
    """
    maker = Maker(seed)
    chance = maker.chance
    bodies, services = maker.ids("o", 300 * size), maker.ids("s", 600 * size)
    needs, groups, places = maker.ids("n", 40 * size), maker.ids("g", 12), maker.ids("p", 30 * size)
    figures, programmes, sites = maker.ids("c", 250 * size), maker.ids("m", 30 * size), maker.ids("b", 80 * size)
    sources, records = maker.ids("l", 12), maker.ids("r", 700 * size)
    ends = {"service": services, "need": needs, "programme": programmes, "source": sources, "place": places}
    flows = _flows(maker, bodies, 2500 * size, ends)
    described = 500 * size
    made: dict[str, list[Row]] = {
        "organisation": [
            {"id": key, "name": f"Body {chance.randrange(200)}", "sector": chance.choice(SECTORS)} for key in bodies
        ],
        "service": _services(maker, services),
        "need": [{"id": key, "name": f"Need {place % 30}"} for place, key in enumerate(needs)],
        "client_group": [{"id": key, "name": f"Group {place % 10}"} for place, key in enumerate(groups)],
        "place": [
            {"id": key, "name": f"Place {place % 25}", "population": maker.maybe(0.8, chance.randint(0, 9) * 1000)}
            for place, key in enumerate(places)
        ],
        "client_need": _people(maker, figures),
        "programme": [
            {"id": key, "name": f"Stream {key}", "ring_fence": chance.choice(["only here", "", None])}
            for key in programmes
        ],
        "site": _sites(maker, sites),
        "source": [
            {"id": key, "name": key, "file": maker.maybe(0.8, f"{key}.csv"), "as_of": maker.maybe(0.5, "2010-03-31")}
            for key in sources
        ],
        "record": [
            {"id": key, "name": chance.choice([f"Name {chance.randrange(60)}", "", None]),
             "kind": "organisation" if place < described else "service"}
            for place, key in enumerate(records)
        ],
        **money(flows),
        "rel_provides": maker.links(bodies[: 120 * size], services, 8),
        "rel_commissions": maker.links(bodies[: 20 * size], services, 30),
        "rel_meets": maker.links(services[: 100 * size], needs[15 * size :], 2, 0.9)
        + maker.links(services[100 * size :], needs[: 4 * size], 2, 0.9),
        "rel_broader": maker.tree(needs, 0.8),
        "rel_serves": maker.links(services, groups, 2, 0.7),
        "rel_available_in": maker.links(services, places, 2, 0.9),
        "rel_part_of": maker.tree(places, 0.9),
        "rel_of": maker.links(figures, needs, 1, 0.95),
        "rel_among": maker.links(figures, groups[:4], 1, 0.5),
        "rel_living_in": [],
        "rel_delivered_at": maker.links(services, sites, 2, 0.5),
        "rel_in": maker.links(sites, places, 1, 0.8),
        "rel_works_with": [
            {**row, "kind": chance.choice(["pooled budget", "partnership", None])}
            for row in maker.links(bodies, bodies, 6, 0.3)
        ],
        "rel_owned_by": maker.links(bodies, bodies, 1, 0.2),
        "rel_succeeded_by": maker.links(bodies, bodies, 1, 0.05),
        "rel_same_as": maker.links(bodies, bodies, 1, 0.1),
        "rel_refers_to": [
            {**row, "per_year": maker.maybe(0.7, chance.randint(5, 90))}
            for row in maker.links(services, services, 3, 0.5)
        ],
        "rel_describes": maker.links(records[:described], bodies[: 200 * size], 1),
        "rel_describes_service": maker.links(records[described:], services, 1),
    }  # fmt: skip
    for row in made["rel_benefits"]:
        row["share"] = chance.choice([1.0, 0.5, 0.25, None])
    for row in made["rel_of"]:
        # A need is counted in a few places, so that some are counted in several years.
        spot = needs.index(str(row["target_id"])) * 7 + chance.randrange(2)
        made["rel_living_in"].append({"source_id": row["source_id"], "target_id": places[spot % len(places)]})
    for row in made["rel_describes"]:
        row["reason"] = chance.choice(["same identifier", "same name", None])
    for near, far, table in ((bodies, bodies, "rel_inspects"), (bodies, services, "rel_inspects_service")):
        made[table] = [
            {**row, "per_year": maker.maybe(0.7, chance.choice([0.5, 1.0, 4.0])), "days_each": maker.maybe(0.5, 2.5)}
            for row in maker.links(near[: 10 * size], far, 40) * 2
        ]
    made["rel_overlaps"] = [
        {"source_id": one, "target_id": other, "relation": chance.choice(["duplicated_provision", "partial_overlap"]),
         "grade": chance.choice(["strong", "likely", "possible", None]), "probability": chance.randrange(100) / 100}
        for one, other in {(min(pair), max(pair)) for pair in (chance.sample(services, 2) for _ in range(800 * size))}
    ]  # fmt: skip
    made["rel_overlaps"].sort(key=lambda row: (str(row["source_id"]), str(row["target_id"])))
    made["rel_stated_in"] += [
        {**row, "sheet": maker.maybe(0.5, "organisations"), "line": maker.maybe(0.9, chance.randint(1, 99))}
        for row in maker.links(records, sources, 2, 0.8) + maker.links(records, sources, 1, 0.2)
    ]
    # Last, so that the rest of the town stays as it was.
    made["rel_covers_part_of"] = [
        {**row, "share": maker.maybe(0.8, chance.randrange(1, 100) / 100), "of": of, "year": "2023"}
        for row in maker.links(places, places, 3, 0.5)
        for of in chance.sample(["LSOAs 2021", "population 2021", None], chance.randint(1, 2))
    ]
    made["rel_succeeded_by"] += [
        {**row, "date": maker.maybe(0.6, "2019-04-01")} for row in maker.links(places, places, 2, 0.2)
    ]
    return tables(made)
