"""The pilot team's workbook: the template filled in."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from examples.northmere_build.names import COUNCIL, FIRE, NEEDS, PCT, POLICE, TRUST, TRUST_ID, WARDS
from examples.northmere_build.services import PLANTED_IN_WORKBOOK, Row


def workbook_sheets(services: Sequence[Row]) -> dict[str, list[list[object]]]:
    """The pilot team's workbook: tpgraph's template filled in."""
    budget: list[list[object]] = []
    for body, headings in (
        (
            COUNCIL,
            (
                ("Children's services", "Under-fives", 41_200_000),
                ("Adult social care", "Older people", 58_900_000),
                ("Housing", "Housing", 12_450_000),
                ("Environment", "", 19_700_000),
            ),
        ),
        (
            PCT,
            (
                ("Community health", "Older people", 88_000_000),
                ("Mental health", "Mental health", 31_500_000),
                ("Public health", "Drugs and alcohol", 9_250_000),
            ),
        ),
        (POLICE, (("Neighbourhood policing", "Offenders", 22_000_000), ("Custody", "Offenders", 6_400_000))),
    ):
        budget += [
            [body, heading, theme or None, f"{amount}.00", "2009-10", "budget", "false"]
            for heading, theme, amount in headings
        ]
    people: list[list[object]] = []
    for need, group, counts in (
        ("northmereNeed:01", "Under-fives", (420, 310, 265, 380, 240, 505)),
        ("northmereNeed:03", "Working-age adults", (530, 310, 190, 415, 390, 720)),
        ("northmereNeed:07", "Older people", (140, 205, 330, 120, 175, 95)),
        ("northmereNeed:09", "Young carers", (14, 9, 3, 11, 6, 18)),
    ):
        people += [[need, group, ward, count, "2009-10"] for ward, count in zip(WARDS, counts, strict=True)]
    listed: list[list[object]] = [
        [
            f"w{n:03d}",
            s["provider"],
            s["name"],
            "",
            f"northmereNeed:{s['code']}",
            s["group"],
            s["ward"],
            "2008-04-01",
            "",
            20_000 + 500 * n,
            40 + n,
            "active",
        ]
        for n, s in enumerate(services)
    ]
    listed += [
        [f"p{n}", provider, name, about, "northmereNeed:" + code[1:], group, ward, start, end, cost, helped, "active"]
        for n, (code, ward, group, provider, name, about, cost, helped, start, end) in enumerate(PLANTED_IN_WORKBOOK)
    ]
    themes = sorted({theme for _, _, theme, *_ in NEEDS})
    return {
        "place": [
            ["name", "financial_years", "bodies counted"],
            ["Northmere", "2009-10", "; ".join((COUNCIL, PCT, POLICE, FIRE))],
        ],
        "organisations": [
            ["id", "name", "kind", "sector", "identifier", "place"],
            ["nbc", COUNCIL, "borough council", "local", "", "Northmere"],
            ["pct", PCT, "primary care trust", "nhs", "", "Northmere"],
            ["pol", POLICE, "police authority", "police", "", "Northmere"],
            ["hft", TRUST, "charity", "voluntary", TRUST_ID, "Northmere"],
        ],
        "services": [
            [
                "id",
                "provider",
                "name",
                "description",
                "needs",
                "client_groups",
                "places",
                "start",
                "end",
                "cost_gbp_per_year",
                "people_per_year",
                "status",
            ],
            *listed,
        ],
        "spend": [["organisation", "heading", "theme", "amount_gbp", "financial_year", "basis", "capital"], *budget],
        "needs": [
            ["id", "name", "broader"],
            *([f"northmereNeed:{code}", need, theme] for code, need, theme, *_ in NEEDS),
            *([None, theme, None] for theme in themes),
        ],
        "client_needs": [["need", "client_group", "place", "people", "financial_year"], *people],
        "places": [
            ["name", "level", "part_of", "population"],
            *([ward, "ward", "Northmere", 9_000 + 700 * n] for n, ward in enumerate(WARDS)),
        ],
        "partnerships": [["organisation", "other", "kind"], [COUNCIL, PCT, "pooled budget"]],
        "coverage": [
            ["place", "need", "complete", "as_of"],
            ["Northmere", "northmereNeed:03", "yes", "2010-03-31"],
            ["Northmere", "northmereNeed:01", "yes", "2010-03-31"],
        ],
    }


def write_workbook(path: Path, sheets: dict[str, list[list[object]]]) -> None:
    """Write the workbook; the same content gives the same bytes."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime.datetime(2010, 4, 1)})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    book.close()
