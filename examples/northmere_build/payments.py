"""The three payment files, each with faults of its own."""

import csv
import datetime
import io
import random
from collections.abc import Iterable, Sequence

from examples.northmere_build.names import CHARITIES, COUNCIL, PCT, POLICE, SUPPLIERS

START = datetime.date(2009, 4, 1)


def pounds(pence: int) -> str:
    """Write pence as a plain amount: 1234.50."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def a_day(random_: random.Random, months: int) -> datetime.date:
    """Give a day in the first months of the year, never over its end."""
    last = 364 if months == 12 else months * 30
    return START + datetime.timedelta(days=random_.randrange(last))


def payments(
    random_: random.Random,
    count: int,
    months: int,
    payees: Sequence[str],
    units: Sequence[tuple[str, str]],
    largest: int,
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
        ("Children's Services", "Children's centres"),
        ("Children's Services", "Fostering"),
        ("Adult Social Care", "Home care"),
        ("Adult Social Care", "Residential care"),
        ("Environment", "Waste collection"),
        ("Environment", "Grounds maintenance"),
        ("Corporate", "Temporary staff"),
        ("Corporate", "Office supplies"),
        ("Housing", "Homelessness prevention"),
    )
    rows = payments(random_, 1_360, 12, SUPPLIERS[:34] + CHARITIES[:12], units, 2_500_000)
    rows += [
        (a_day(random_, 12), "Adult Social Care", "Pooled budget", PCT, pence)
        for pence in (20_000_000, 20_000_000, 21_250_000)
    ]
    rows += [(a_day(random_, 12), "Environment", "Community safety", POLICE, 20_000_000) for _ in range(2)]
    rows += [
        (a_day(random_, 12), "Children's Services", "Children's centres", "HARBOUR FAMILY TRUST LIMITED", 1_850_000 + n)
        for n in range(6)
    ]
    rows += [(a_day(random_, 12), "Corporate", "Internal recharge", COUNCIL, 4_250_000)]
    rows += [
        (
            a_day(random_, 12),
            "Children's Services",
            "Fostering",
            "Redacted Personal Data",
            random_.randrange(50_000, 99_999),
        )
        for _ in range(18)
    ]
    rows += [
        (a_day(random_, 12), "Housing", "Rent deposit", name, 65_000)
        for name in ("Mr A Sample", "Mrs B Sample", "Ms C Sample", "Dr D Sample")
    ]
    rows += [
        (a_day(random_, 12), "Corporate", "Sundries", "GENERAL EXPENSES", random_.randrange(50_000, 90_000))
        for _ in range(9)
    ]
    rows += [
        (
            a_day(random_, 12),
            "Environment",
            "Waste collection",
            "Merchant Waste Services Ltd",
            -random_.randrange(5_000, 90_000),
        )
        for _ in range(7)
    ]
    rows.sort()
    lines: list[list[str]] = [
        [
            "Body Name",
            "Directorate",
            "Expense Type",
            "Payment Date",
            "Transaction No",
            "Supplier Name",
            "Amount (\u00a3)",
            "Capital/Revenue",
            "Contact Email",
        ]
    ]
    for number, (day, unit, purpose, payee, pence) in enumerate(rows):
        amount = (
            f"({abs(pence) / 100:,.2f})" if pence < 0 else f"\u00a3{pence / 100:,.2f}" if number % 3 else pounds(pence)
        )
        kind = "Capital" if purpose in ("Grounds maintenance", "Waste collection") and number % 5 == 0 else "Revenue"
        lines.append(
            [COUNCIL, unit, purpose, day.strftime("%d/%m/%Y"), f"T{100_000 + number}", payee, amount, kind, ""]
        )
        if number % 200 == 199:
            lines.append([""] * 9)
    for payee, wrong in (("Kestrel Legal LLP", "see invoice"), ("Lantern Energy plc", "1.2.3")):
        lines.append(
            [COUNCIL, "Corporate", "Legal fees", "31/03/2010", f"T{200_000 + len(lines)}", payee, wrong, "Revenue", ""]
        )
    total = sum(pence for *_, pence in rows)
    lines += [[""] * 9, ["", "", "Grand total", "", "", "", f"\u00a3{total / 100:,.2f}", "", ""]]
    return csv_bytes(lines, "cp1252", "\r\n")


def pct_spend(random_: random.Random) -> bytes:
    """The trust's file: six months only, UTF-8 with a byte order mark, day and month names."""
    units = (
        ("Community health", "Health visiting"),
        ("Mental health", "Counselling"),
        ("Public health", "Stop smoking"),
        ("Estates", "Rent"),
        ("Headquarters", "Agency staff"),
    )
    rows = payments(random_, 440, 6, SUPPLIERS[18:] + CHARITIES[8:], units, 3_000_000)
    rows += [
        (a_day(random_, 6), "Community health", "Family support", "Harbour Family Trust Ltd.", 3_000_000 + n)
        for n in range(4)
    ]
    rows += [(a_day(random_, 6), "Community health", "Joint equipment store", COUNCIL, 15_000_000) for _ in range(2)]
    rows.sort()
    lines = [
        [
            "Department family",
            "Entity",
            "Date",
            "Expense area",
            "Expense type",
            "Supplier",
            "Transaction number",
            "Amount",
        ]
    ]
    lines += [
        [
            "Department of Health",
            PCT,
            day.strftime("%d-%b-%y"),
            unit,
            purpose,
            payee,
            f"P{number:06d}",
            f"{pence / 100:,.2f}",
        ]
        for number, (day, unit, purpose, payee, pence) in enumerate(rows)
    ]
    return csv_bytes(lines, "utf-8-sig", "\n")


def police_spend(random_: random.Random) -> bytes:
    """The police authority's file: a preamble over the header, ISO dates; it lists far less than it receives."""
    units = (("Neighbourhood policing", "Vehicles"), ("Custody", "Medical services"), ("Estates", "Utilities"))
    rows = payments(random_, 250, 12, (*SUPPLIERS[2:26], "Lifeboat Recovery Service"), units, 90_000)
    lines = [
        ["Payments by the authority over 500 pounds", "", "", "", "", ""],
        ["April 2009 to March 2010", "", "", "", "", ""],
    ]
    lines += [["Organisation", "Service Label", "Purpose", "Paid Date", "Beneficiary Name", "Amount Excluding VAT"]]
    lines += [
        [POLICE, unit, purpose, day.isoformat(), payee, pounds(pence)] for day, unit, purpose, payee, pence in rows
    ]
    return csv_bytes(lines, "utf-8", "\n")
