"""A made-up graph of a wanted size: payments of some bodies to others, each stated in a file. The same for one seed."""

import random

import pyarrow as pa

from tpgraph.tables import conform

PAYERS = 50


def graph(flows: int, seed: int = 2009) -> dict[str, pa.Table]:
    """Make graph tables with so many payments.

    Returns
    -------
    dict of Table
        A payment a flow, a body for each 40 of them, two files; three relationships a payment (PAYS, TO, STATED_IN).
    """
    chance = random.Random(seed)
    bodies = [f"GB-COH-{number:08d}" for number in range(max(PAYERS, flows // 40))]
    ids = [f"r-{chance.getrandbits(64):016x}" for _ in range(flows)]
    payers = [chance.choice(bodies[:PAYERS]) for _ in ids]
    payees = [chance.choice(bodies) for _ in ids]

    def table(kind: str, /, **columns: object) -> pa.Table:
        return conform(pa.table(columns), f"graph.{kind}")

    def same(value: str, rows: int = flows) -> list[str]:
        return [value] * rows

    return {
        "organisation": table(
            "organisation",
            id=bodies,
            name=[f"Body {number}" for number in range(len(bodies))],
            sector=same("voluntary", len(bodies)),
        ),
        "source": table("source", id=["l-1", "l-2"], name=["spend.csv", "grants.csv"]),
        "funding_flow": table(
            "funding_flow",
            id=ids,
            name=same(""),
            amount_pence=[chance.randrange(10**8) for _ in ids],
            financial_year=same("2009-10"),
            date=[f"2009-{chance.randint(4, 12):02}-{chance.randint(1, 28):02}" for _ in ids],
            basis=same("payment"),
            detail=same("itemised"),
            capital=same("unknown"),
            how_sure=same("recorded"),
            unit=same("Adult services"),
            purpose=[f"Care home fees {chance.randrange(500)}" for _ in ids],
            payee_status=same("known"),
            payer_record=payers,
            payee_record=payees,
        ),
        "rel_pays": table("rel_pays", source_id=payers, target_id=ids),
        "rel_to": table("rel_to", source_id=ids, target_id=payees),
        "rel_stated_in": table(
            "rel_stated_in",
            source_id=ids,
            target_id=[chance.choice(["l-1", "l-2"]) for _ in ids],
            line=list(range(flows)),
        ),
    }
