"""Make the files of Northmere, a place that does not exist, in the formats and with the faults of real ones.

Run ``python examples/northmere/build.py``: the same seed gives the same files. What is planted is told in README.md.
"""

import csv
import datetime
import io
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent
COUNCIL, PCT = "Northmere Borough Council", "Northmere Primary Care Trust"
POLICE, FIRE = "Northmere Police Authority", "Northmere Fire and Rescue Authority"
WARDS = ("Harbour", "Hill Top", "Fen End", "Mill Lane", "Castle", "Brickfields")
# code, need, theme, the people it is for, further people it is for
NEEDS = (
    ("01", "Parenting support", "Under-fives", "Under-fives", "Parents"),
    ("02", "Early language", "Under-fives", "Under-fives", "Deaf people"),
    ("03", "Debt advice", "Money and work", "Working-age adults", "Lone parents"),
    ("04", "Help into work", "Money and work", "Unemployed people", "Young people"),
    ("05", "Alcohol treatment", "Drugs and alcohol", "Adults", "Young people"),
    ("06", "Drug treatment", "Drugs and alcohol", "Adults", "People leaving prison"),
    ("07", "Falls prevention", "Older people", "Older people", "Disabled people"),
    ("08", "Home care", "Older people", "Older people", "Carers"),
    ("09", "Respite for young carers", "Families", "Young carers", "Lone parents"),
    ("10", "Housing advice", "Housing", "Homeless people", "Refugees"),
    ("11", "Counselling", "Mental health", "Adults", "Veterans"),
    ("12", "Resettlement after prison", "Offenders", "People leaving prison", "Lone parents"),
)
CHARITIES = (
    "Northmere Advice Centre", "Quayside Youth Project", "Castle Community Trust", "Fen End Residents Association",
    "Work Northmere CIC", "Lifeboat Recovery Service", "Hilltop Wellbeing CIC", "Mill Lane Family Centre",
    "Northmere Carers Network", "Brickfields Settlement", "Anchor Housing Advice Ltd", "Northmere Counselling Ltd",
    "Second Start Resettlement Ltd", "Silver Threads Older People's Forum", "Northmere Deaf Club", "Open Door Northmere",
    "Northmere Veterans Support", "Safe Harbour Refuge", "Talk Time Early Language CIC", "Steady On Falls Prevention Ltd",
)  # fmt: skip
SUPPLIERS = (
    "Bridgewater Temporary Staffing Ltd", "Caf\u00e9 Qu\u00e9bec Catering Ltd", "Eastmere Fleet Hire plc",
    "Fenland Grounds Maintenance Ltd", "Granite Road Surfacing Ltd", "Halyard IT Services Ltd",
    "Ironside Security Ltd", "Juniper Office Supplies Ltd", "Kestrel Legal LLP", "Lantern Energy plc",
    "Merchant Waste Services Ltd", "Northern Gas and Power plc", "Oakum Building Contractors Ltd",
    "Pennant Training Ltd", "Quarry Lane Printers Ltd", "Riverbank Care Homes Ltd", "Sandbar Software Ltd",
    "Tideway Translation Services Ltd", "Umber Cleaning Ltd", "Vane and Rudder Insurance plc",
    "Wharf Road Pharmacy Ltd", "Yardarm Scaffolding Ltd", "Zephyr Telecom plc", "Breakwater Agency Nurses Ltd",
    "Cutter Street Dental Ltd", "Dredge and Sons Ltd", "Ebb Tide Laundry Ltd", "Foreshore Transport Ltd",
    "Gantry Lifts Ltd", "Hawser Logistics Ltd", "Inlet Diagnostics Ltd", "Jetty Road Surgery", "Keelson Chambers",
    "Landing Stage Events Ltd", "Mooring Technology Ltd", "Northmere College", "Outfall Drainage Ltd",
    "Pilot House Records Ltd", "Rigging Loft Furniture Ltd", "Slipway Vehicles Ltd",
)  # fmt: skip
TRUST = "Harbour Family Trust"
TRUST_ID = "GB-CHC-9990001"
START = datetime.date(2009, 4, 1)

Row = dict[str, str]


def pounds(pence: int) -> str:
    """Write pence as a plain amount: 1234.50."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def a_day(random_: random.Random, months: int) -> datetime.date:
    """Give a day in the first months of the year, never over its end."""
    last = 364 if months == 12 else months * 30
    return START + datetime.timedelta(days=random_.randrange(last))


def payments(
    random_: random.Random, count: int, months: int, payees: Sequence[str], units: Sequence[tuple[str, str]], largest: int
) -> list[tuple[datetime.date, str, str, str, int]]:
    """Make ordinary payments: day, unit, purpose, payee, pence; one in each of the months at least."""
    days = [START + datetime.timedelta(days=30 * month + 9) for month in range(months)]
    days += [a_day(random_, months) for _ in range(count - months)]
    rows = []
    for day in sorted(days):
        unit, purpose = random_.choice(units)
        rows.append((day, unit, purpose, random_.choice(payees), random_.randrange(50_000, largest)))
    return rows


def csv_bytes(rows: Iterable[Sequence[str]], encoding: str, line_end: str) -> bytes:
    """Write rows as the bytes of a CSV file."""
    out = io.StringIO()
    csv.writer(out, lineterminator=line_end).writerows(rows)
    return out.getvalue().encode(encoding)


def council_spend(random_: random.Random) -> bytes:
    """The council's file: cp1252, pounds signs, bracketed credits, blank rows, redactions, a grand total at the end."""
    units = (
        ("Children's Services", "Children's centres"), ("Children's Services", "Fostering"),
        ("Adult Social Care", "Home care"), ("Adult Social Care", "Residential care"),
        ("Environment", "Waste collection"), ("Environment", "Grounds maintenance"),
        ("Corporate", "Temporary staff"), ("Corporate", "Office supplies"), ("Housing", "Homelessness prevention"),
    )  # fmt: skip
    rows = payments(random_, 1_360, 12, SUPPLIERS[:34] + CHARITIES[:12], units, 2_500_000)
    rows += [(a_day(random_, 12), "Adult Social Care", "Pooled budget", PCT, pence)
             for pence in (20_000_000, 20_000_000, 21_250_000)]  # fmt: skip
    rows += [(a_day(random_, 12), "Environment", "Community safety", POLICE, 20_000_000) for _ in range(2)]
    rows += [(a_day(random_, 12), "Children's Services", "Children's centres", "HARBOUR FAMILY TRUST LIMITED", 1_850_000 + n)
             for n in range(6)]  # fmt: skip
    rows += [(a_day(random_, 12), "Corporate", "Internal recharge", COUNCIL, 4_250_000)]
    rows += [(a_day(random_, 12), "Children's Services", "Fostering", "Redacted Personal Data", random_.randrange(50_000, 99_999))
             for _ in range(18)]  # fmt: skip
    rows += [(a_day(random_, 12), "Housing", "Rent deposit", name, 65_000)
             for name in ("Mr A Sample", "Mrs B Sample", "Ms C Sample", "Dr D Sample")]  # fmt: skip
    rows += [(a_day(random_, 12), "Corporate", "Sundries", "GENERAL EXPENSES", random_.randrange(50_000, 90_000))
             for _ in range(9)]  # fmt: skip
    rows += [(a_day(random_, 12), "Environment", "Waste collection", "Merchant Waste Services Ltd", -random_.randrange(5_000, 90_000))
             for _ in range(7)]  # fmt: skip
    rows.sort()
    lines: list[list[str]] = [
        ["Body Name", "Directorate", "Expense Type", "Payment Date", "Transaction No", "Supplier Name", "Amount (\u00a3)",
         "Capital/Revenue", "Contact Email"]
    ]  # fmt: skip
    for number, (day, unit, purpose, payee, pence) in enumerate(rows):
        amount = f"({abs(pence) / 100:,.2f})" if pence < 0 else f"\u00a3{pence / 100:,.2f}" if number % 3 else pounds(pence)
        kind = "Capital" if purpose in ("Grounds maintenance", "Waste collection") and number % 5 == 0 else "Revenue"
        lines.append([COUNCIL, unit, purpose, day.strftime("%d/%m/%Y"), f"T{100_000 + number}", payee, amount, kind, ""])
        if number % 200 == 199:
            lines.append([""] * 9)
    for payee, wrong in (("Kestrel Legal LLP", "see invoice"), ("Lantern Energy plc", "1.2.3")):
        lines.append([COUNCIL, "Corporate", "Legal fees", "31/03/2010", f"T{200_000 + len(lines)}", payee, wrong, "Revenue", ""])
    total = sum(pence for *_, pence in rows)
    lines += [[""] * 9, ["", "", "Grand total", "", "", "", f"\u00a3{total / 100:,.2f}", "", ""]]
    return csv_bytes(lines, "cp1252", "\r\n")


def pct_spend(random_: random.Random) -> bytes:
    """The trust's file: six months only, UTF-8 with a byte order mark, day and month names."""
    units = (("Community health", "Health visiting"), ("Mental health", "Counselling"), ("Public health", "Stop smoking"),
             ("Estates", "Rent"), ("Headquarters", "Agency staff"))  # fmt: skip
    rows = payments(random_, 440, 6, SUPPLIERS[18:] + CHARITIES[8:], units, 3_000_000)
    rows += [(a_day(random_, 6), "Community health", "Family support", "Harbour Family Trust Ltd.", 3_000_000 + n)
             for n in range(4)]  # fmt: skip
    rows += [(a_day(random_, 6), "Community health", "Joint equipment store", COUNCIL, 15_000_000) for _ in range(2)]
    rows.sort()
    lines = [["Department family", "Entity", "Date", "Expense area", "Expense type", "Supplier", "Transaction number", "Amount"]]
    lines += [
        ["Department of Health", PCT, day.strftime("%d-%b-%y"), unit, purpose, payee, f"P{number:06d}", f"{pence / 100:,.2f}"]
        for number, (day, unit, purpose, payee, pence) in enumerate(rows)
    ]
    return csv_bytes(lines, "utf-8-sig", "\n")


def police_spend(random_: random.Random) -> bytes:
    """The police authority's file: a preamble over the header, ISO dates; it lists far less than it receives."""
    units = (("Neighbourhood policing", "Vehicles"), ("Custody", "Medical services"), ("Estates", "Utilities"))
    rows = payments(random_, 250, 12, SUPPLIERS[2:26] + ("Lifeboat Recovery Service",), units, 90_000)
    lines = [["Payments by the authority over 500 pounds", "", "", "", "", ""], ["April 2009 to March 2010", "", "", "", "", ""]]
    lines += [["Organisation", "Service Label", "Purpose", "Paid Date", "Beneficiary Name", "Amount Excluding VAT"]]
    lines += [[POLICE, unit, purpose, day.isoformat(), payee, pounds(pence)] for day, unit, purpose, payee, pence in rows]
    return csv_bytes(lines, "utf-8", "\n")


def all_services() -> list[Row]:
    """Every service that is not planted: one a need, ward and group, but for debt advice in Hill Top."""
    found = []
    for number, (code, need, _, first, second) in enumerate(NEEDS):
        for place, ward in enumerate(WARDS):
            for turn, group in enumerate((first, second)):
                if (need, ward) == ("Debt advice", "Hill Top"):
                    continue
                provider = CHARITIES[(number * 3 + place + turn * 7) % len(CHARITIES)]
                name = f"{ward} {need.lower()} for {group.lower()}"
                found.append({"code": code, "need": need, "ward": ward, "group": group, "provider": provider, "name": name})
    return found


def is_planted(service: Row) -> bool:
    """Whether a planted pair takes this need, ward and group."""
    return (service["need"], service["ward"], service["group"]) in {
        ("Parenting support", "Harbour", "Under-fives"), ("Debt advice", "Castle", "Working-age adults"),
        ("Alcohol treatment", "Mill Lane", "Adults"), ("Falls prevention", "Fen End", "Older people"),
        ("Help into work", "Brickfields", "Unemployed people"), ("Housing advice", "Castle", "Homeless people"),
    }  # fmt: skip


# need code, ward, group, provider, name, description, cost, people, start, end: the lists' two entries of each pair
PLANTED_IN_DIRECTORY = (
    ("01", "Harbour", "Under-fives", TRUST, "Harbour Stay and Play", "Drop-in play and advice for parents of small children"),
    ("03", "Castle", "Working-age adults", "Northmere Advice Centre", "Castle Debt Advice", "Free debt and money advice"),
    ("05", "Mill Lane", "Adults", "Lifeboat Recovery Service", "Mill Lane Alcohol Clinic", "Help to cut down or stop drinking"),
    ("07", "Fen End", "Older people", "Steady On Falls Prevention Ltd", "Fen End Strength and Balance", "Exercise that prevents falls"),
    ("04", "Brickfields", "Unemployed people", "Work Northmere CIC", "Brickfields Job Club", "Help with searching and applying for work"),
    ("10", "Castle", "Homeless people", "Anchor Housing Advice Ltd", "Housing Options Castle", "Advice for people who may lose their home"),
)  # fmt: skip
PLANTED_IN_WORKBOOK = (
    ("n01", "Harbour", "Children under 5", PCT, "Early Years Drop-in", "Drop-in play and advice for parents", 96_000, 180, "2008-09-01", ""),
    ("n03", "Castle", "Working-age adults", COUNCIL, "Money Matters", "Debt and money advice at the library", 74_000, 240, "2007-04-01", ""),
    ("n05", "Mill Lane", "Adults", POLICE, "Alcohol Referral from Custody", "Help to cut down or stop drinking", 58_500, 95, "2009-04-01", ""),
    ("n07", "Fen End", "Over 65s", PCT, "Falls Clinic Fen End", "Exercise and checks that prevent falls", 61_000, 130, "2008-04-01", ""),
    ("n04", "Brickfields", "Unemployed people", "Work Northmere CIC", "Job Club Brickfields", "Help with searching and applying for work", 42_000, 110, "2009-01-05", ""),
    ("n10", "Castle", "Homeless people", COUNCIL, "Castle Housing Line", "Advice for people who may lose their home", 39_000, 85, "2005-04-01", "2009-03-31"),
)  # fmt: skip


def directory(services: Sequence[Row]) -> dict[str, list[list[str]]]:
    """The directory as an Open Referral package: its tables by file name."""
    names = [f"{TRUST} Ltd", *CHARITIES, COUNCIL]
    organisation_id = {name.removesuffix(" Ltd") if name.startswith(TRUST) else name: f"org-{n:02d}" for n, name in enumerate(names)}
    listed = [
        (f"svc-{n:03d}", organisation_id[s["provider"]], s["name"], "", s["code"], s["group"], s["ward"]) for n, s in enumerate(services)
    ]
    listed += [
        (f"svc-9{n:02d}", organisation_id[provider], name, about, code, group, ward)
        for n, (code, ward, group, provider, name, about) in enumerate(PLANTED_IN_DIRECTORY)
    ]
    # An orphan: its organisation stands nowhere.
    listed.append(("svc-999", "org-77", "Walking Group", "A weekly walk", "07", "Older people", "Harbour"))
    groups = sorted({row[5] for row in listed})
    group_id = {group: f"northmereCircumstance:{n:02d}" for n, group in enumerate(groups, 1)}
    terms = [[f"northmereNeed:{code}", f"northmereNeed:{code}", need, "", "Northmere needs"] for code, need, *_ in NEEDS]
    terms += [[group_id[group], group_id[group], group, "", "Northmere circumstances"] for group in groups]
    links = [[s[0], f"northmereNeed:{s[4]}"] for s in listed] + [[s[0], group_id[s[5]]] for s in listed]
    locations = [[f"loc-{n}", f"{ward} Community Hall", "53.{n}1", ""] for n, ward in enumerate(WARDS)]
    start = {"Housing Options Castle": "2009-04-01"}
    return {
        "organizations.csv": [["id", "name", "description", "email", "website"],
                              *([organisation_id[name.removesuffix(" Ltd") if name.startswith(TRUST) else name], name, "", "office@northmere.example", ""]
                                for name in names)],
        "organization_identifiers.csv": [["id", "organization_id", "identifier_scheme", "identifier_type", "identifier"],
                                         ["id-1", organisation_id[TRUST], "GB-CHC", "Charity number", "9990001"]],
        "services.csv": [["id", "organization_id", "name", "description", "status", "email"],
                         *([s[0], s[1], s[2], s[3], "active", ""] for s in listed)],
        "schedules.csv": [["id", "service_id", "valid_from", "valid_to", "byday", "opens_at", "closes_at"],
                          *([f"sch-{s[0]}", s[0], start.get(s[2], ""), "", "MO,WE", "09:00", "12:00"] for s in listed)],
        "locations.csv": [["id", "name", "latitude", "longitude"], *([row[0], row[1], "", ""] for row in locations)],
        "service_at_location.csv": [["id", "service_id", "location_id"],
                                    *([f"sal-{s[0]}", s[0], f"loc-{WARDS.index(s[6])}"] for s in listed)],
        "service_areas.csv": [["id", "service_id", "name"], *([f"area-{s[0]}", s[0], s[6]] for s in listed)],
        "taxonomy_terms.csv": [["id", "code", "name", "parent_id", "taxonomy"], *terms],
        "attributes.csv": [["id", "link_id", "taxonomy_term_id", "link_type", "link_entity"],
                           *([f"att-{n}", service, term, "", "service"] for n, (service, term) in enumerate(links))],
        "contacts.csv": [["id", "organization_id", "name", "title", "email"],
                         ["c-1", organisation_id[TRUST], "A Sample", "Manager", "a.sample@northmere.example"]],
        "phones.csv": [["id", "organization_id", "number"], ["p-1", organisation_id[TRUST], "020 7946 0018"]],
    }  # fmt: skip


def workbook_sheets(services: Sequence[Row]) -> dict[str, list[list[object]]]:
    """The pilot team's workbook: tpgraph's template filled in."""
    budget: list[list[object]] = []
    for body, headings in (
        (COUNCIL, (("Children's services", "Under-fives", 41_200_000), ("Adult social care", "Older people", 58_900_000),
                   ("Housing", "Housing", 12_450_000), ("Environment", "", 19_700_000))),
        (PCT, (("Community health", "Older people", 88_000_000), ("Mental health", "Mental health", 31_500_000),
               ("Public health", "Drugs and alcohol", 9_250_000))),
        (POLICE, (("Neighbourhood policing", "Offenders", 22_000_000), ("Custody", "Offenders", 6_400_000))),
    ):  # fmt: skip
        budget += [[body, heading, theme or None, f"{amount}.00", "2009-10", "budget", "false"] for heading, theme, amount in headings]
    people: list[list[object]] = []
    for need, group, counts in (
        ("northmereNeed:01", "Under-fives", (420, 310, 265, 380, 240, 505)),
        ("northmereNeed:03", "Working-age adults", (530, 310, 190, 415, 390, 720)),
        ("northmereNeed:07", "Older people", (140, 205, 330, 120, 175, 95)),
        ("northmereNeed:09", "Young carers", (14, 9, 3, 11, 6, 18)),
    ):
        people += [[need, group, ward, count, "2009-10"] for ward, count in zip(WARDS, counts, strict=True)]
    listed: list[list[object]] = [
        [f"w{n:03d}", s["provider"], s["name"], "", f"northmereNeed:{s['code']}", s["group"], s["ward"], "2008-04-01", "",
         20_000 + 500 * n, 40 + n, "active"]
        for n, s in enumerate(services)
    ]  # fmt: skip
    listed += [
        [f"p{n}", provider, name, about, "northmereNeed:" + code[1:], group, ward, start, end, cost, helped, "active"]
        for n, (code, ward, group, provider, name, about, cost, helped, start, end) in enumerate(PLANTED_IN_WORKBOOK)
    ]
    themes = sorted({theme for _, _, theme, *_ in NEEDS})
    return {
        "place": [["name", "financial_years", "bodies counted"], ["Northmere", "2009-10", "; ".join((COUNCIL, PCT, POLICE, FIRE))]],
        "organisations": [["id", "name", "kind", "sector", "identifier", "place"],
                          ["nbc", COUNCIL, "borough council", "local", "", "Northmere"], ["pct", PCT, "primary care trust", "nhs", "", "Northmere"],
                          ["pol", POLICE, "police authority", "police", "", "Northmere"],
                          ["hft", TRUST, "charity", "voluntary", TRUST_ID, "Northmere"]],
        "services": [["id", "provider", "name", "description", "needs", "client_groups", "places", "start", "end",
                      "cost_gbp_per_year", "people_per_year", "status"], *listed],
        "spend": [["organisation", "heading", "theme", "amount_gbp", "financial_year", "basis", "capital"], *budget],
        "needs": [["id", "name", "broader"], *([f"northmereNeed:{code}", need, theme] for code, need, theme, *_ in NEEDS),
                  *([None, theme, None] for theme in themes)],
        "client_needs": [["need", "client_group", "place", "people", "financial_year"], *people],
        "places": [["name", "level", "part_of", "population"],
                   *([ward, "ward", "Northmere", 9_000 + 700 * n] for n, ward in enumerate(WARDS))],
        "partnerships": [["organisation", "other", "kind"], [COUNCIL, PCT, "pooled budget"]],
        "coverage": [["place", "need", "complete", "as_of"], ["Northmere", "northmereNeed:03", "yes", "2010-03-31"],
                     ["Northmere", "northmereNeed:01", "yes", "2010-03-31"]],
    }  # fmt: skip


def write_workbook(path: Path, sheets: dict[str, list[list[object]]]) -> None:
    """Write the workbook; the same content gives the same bytes."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime.datetime(2010, 4, 1)})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    book.close()


def main() -> None:
    """Write every file of the example."""
    random_ = random.Random(2009)
    ordinary = [service for service in all_services() if not is_planted(service)]
    in_workbook, in_directory = ordinary[1::3], [s for n, s in enumerate(ordinary) if n % 3 != 1]
    for folder, name, data in (
        ("council", "northmere-council-spend-2009-10.csv", council_spend(random_)),
        ("pct", "northmere-pct-over-500-2009-10.csv", pct_spend(random_)),
        ("police", "northmere-police-payments.csv", police_spend(random_)),
    ):
        (HERE / folder).mkdir(exist_ok=True)
        (HERE / folder / name).write_bytes(data)
    package = HERE / "northmere-information-service"
    package.mkdir(exist_ok=True)
    for name, rows in directory(in_directory).items():
        (package / name).write_bytes(csv_bytes(rows, "utf-8", "\n"))
    write_workbook(HERE / "northmere-place.xlsx", workbook_sheets(in_workbook))


if __name__ == "__main__":
    main()
