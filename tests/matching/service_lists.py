"""Made lists of services, for tests."""

import numpy as np
import pyarrow as pa

OFFERS = (
    ("Baby massage", "Gentle strokes that calm infants", "bonding"),
    ("Bicycle repair", "Mend brakes, chains and punctures", "transport"),
    ("Debt clinic", "Budgets, creditors and court papers", "money"),
    ("Lunch club", "Hot dinner and company", "loneliness"),
    ("Choir practice", "Songs in four voices", "loneliness"),
    ("Seed swap", "Allotment growers trade beans", "food"),
)
PEOPLE = ("new parents", "pensioners", "teenagers")
PLACES = ("Ambleford", "Brackwell", "Cotterby")


def drawn_list(count: int = 60, seed: int = 1, prefix: str = "s") -> pa.Table:
    """Services drawn from the offers, people and places above; a few state no people or place."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        name, description, need = OFFERS[random.integers(len(OFFERS))]
        rows.append(
            {
                "id": f"{prefix}{number:03}",
                "organisation_id": f"o{random.integers(15):02}",
                "name": name,
                "description": description if random.random() < 0.7 else "",
                "needs": need,
                "client_group": PEOPLE[random.integers(3)] if random.random() < 0.9 else "",
                "place": PLACES[random.integers(3)] if random.random() < 0.9 else "",
                "start": f"20{random.integers(10, 20)}-04-01",
                "end": f"20{random.integers(20, 29)}-03-31" if random.random() < 0.3 else "",
            }
        )
    return pa.Table.from_pylist(rows)


def two(**differing: tuple[str, str]) -> pa.Table:
    """Two services a and b that agree in all but what is named."""
    alike = {
        "name": "Baby massage",
        "description": "Gentle strokes",
        "needs": "bonding",
        "client_group": "new parents",
        "place": "Ambleford",
        "start": "2012-04-01",
        "end": "",
    }
    rows = {key: [value, value] for key, value in alike.items()}
    return pa.table({"id": ["a", "b"], **rows, **{key: list(values) for key, values in differing.items()}})
