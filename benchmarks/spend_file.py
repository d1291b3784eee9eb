"""A made-up spend file with the shapes and traps of real ones, as large as wanted.

The columns are those of a council's "over £500" file. Every name is made of invented syllables. What real files do to
their readers is in it: a byte order mark, CRLF, days first, padded payees, £ and commas, brackets for negatives,
redactions, blank payees, individuals, firms that only look like redactions or individuals, contacts in free text, blank
rows, amounts and dates that cannot be read, exact copies, and a grand total as the last row.
"""

import csv
import datetime
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

SEED = 2009
PUBLISHER = "Ostermark Borough Council"
HEADINGS = (
    "body_name", "organisational_unit", "expenditure_category", "expenditure_code", "paid_date", "trans_no", "amount",
    "type", "supplier_id", "supplier_name",
)  # fmt: skip

_SYLLABLES = (
    "bal",
    "cor",
    "den",
    "fal",
    "gri",
    "hum",
    "jas",
    "kel",
    "lor",
    "mip",
    "nov",
    "pen",
    "rud",
    "sol",
    "tur",
    "wex",
)
_TRADES = (
    "Care",
    "Builders",
    "Transport",
    "Nurseries",
    "Supplies",
    "Consulting",
    "Housing",
    "Training",
    "Energy",
    "Foods",
)
_FORMS = ("Ltd", "Limited", "PLC", "LLP", "CIC", "Trust", "", "", "& Sons Ltd", "(Holdings) Ltd")
_REDACTIONS = ("Redacted Personal Data", "Redacted Personal Information", "Redacted Data", "REDACTED")
_LOOK_ALIKES = ("REDACTORY PRINTING", "Mr Sprocket Garages Ltd", "TOTAL KELDEN GAS", "Drumlor School")
_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Dr", "MR")
_NO_AMOUNTS = ("TBC", "#N/A", "1.2.3", "see note", "")
_NO_DATES = ("31/02/2016", "April", "", "", "")
_TYPES = ("Revenue", "Capital", "revenue", "")
_FIRST_DAY = datetime.date(2014, 4, 1)
_DAYS = 1460


@dataclass(frozen=True)
class Shapes:
    """What the rows of one file are drawn from; payees and categories grow with the file as they do in real ones."""

    payees: list[tuple[str, str]]
    units: list[str]
    categories: list[str]
    contacts: list[str]


def _word(draw: random.Random) -> str:
    return "".join(draw.choices(_SYLLABLES, k=draw.choice((2, 2, 3)))).capitalize()


def _payee(draw: random.Random) -> str:
    """A firm, school or charity; some are written in capitals, padded, or with a comma or an accent inside."""
    name = f"{_word(draw)} {draw.choice(_TRADES)} {draw.choice(_FORMS)}".strip()
    turn = draw.random()
    if turn < 0.25:
        name = name.upper()
    elif turn < 0.35:
        name = f"{_word(draw)}, {name}"
    elif turn < 0.37:
        name = f"{_word(draw)}é {name}"
    return f"{name}   " if draw.random() < 0.15 else name


def _contact(draw: random.Random) -> str:
    number = draw.randrange(1000)
    if draw.random() < 0.5:
        return f"Course fee: ask {_word(draw).lower()}{number}@example.org"
    return f"Call-out, ring 020 7946 0{number:03d} before noon"


def _shapes(draw: random.Random, rows: int) -> Shapes:
    payees = [(_payee(draw), f"{20000000 + number}") for number in range(max(40, int(40 * rows**0.5)))]
    payees += [(name, f"{30000000 + number}") for number, name in enumerate(_LOOK_ALIKES * 3)]
    draw.shuffle(payees)
    units = [f"{_word(draw)} {draw.choice(('Services', 'and Culture', 'Directorate'))}" for _ in range(60)]
    categories = [f"{_word(draw)} - {draw.choice(('Fees', 'Hire & Rent', 'Repairs', 'Grants'))}" for _ in range(400)]
    return Shapes(payees, units, categories, [_contact(draw) for _ in range(max(5, rows // 1000))])


def _pounds(draw: random.Random, pence: int) -> str:
    """An amount as people write it: mostly plain, sometimes dressed up."""
    size = Decimal(abs(pence)) / 100
    minus = "-" if pence < 0 else ""
    turn = draw.random()
    if turn < 0.80:
        return f"{minus}{size:.2f}"
    if turn < 0.86:
        return f"{minus}{size.normalize():f}"
    if turn < 0.92:
        return f"({size:,.2f})" if pence < 0 else f"{size:,.2f}"
    return f"(£{size:,.2f})" if pence < 0 else f" £{size:,.2f} "


def _date(draw: random.Random, day: datetime.date) -> str:
    turn = draw.random()
    if turn < 0.96:
        return f"{day:%d/%m/%Y}"
    return f"{day:%d-%b-%y}" if turn < 0.98 else day.isoformat()


def _paid_to(draw: random.Random, shapes: Shapes) -> tuple[str, str]:
    """Name and number of a payee: few get most of the payments; some have no name that is kept."""
    turn = draw.random()
    if turn < 0.025:
        return draw.choice(_REDACTIONS), "20000000"
    if turn < 0.035:
        return "", ""
    if turn < 0.045:
        return f"{draw.choice(_TITLES)} {draw.choice('ABCDE')} {_word(draw)}", f"20000000_{draw.randrange(10**6)}"
    return shapes.payees[int(len(shapes.payees) * draw.random() ** 2.5)]


def _payments(draw: random.Random, shapes: Shapes, rows: int) -> Iterator[tuple[list[str], int]]:
    """Rows of cells with the pence that they say, 0 where it cannot be read."""
    last: tuple[list[str], int] = ([], 0)
    for number in range(rows):
        if last[0] and draw.random() < 0.001:
            yield last
            continue
        pence = int(draw.lognormvariate(11.2, 1.6)) * (-1 if draw.random() < 0.013 else 1)
        amount = _pounds(draw, pence)
        if draw.random() < 0.0005:
            amount, pence = draw.choice(_NO_AMOUNTS), 0
        day = _FIRST_DAY + datetime.timedelta(days=number * _DAYS // rows)
        date = _date(draw, day) if draw.random() > 0.0005 else draw.choice(_NO_DATES)
        category = draw.choice(shapes.contacts if draw.random() < 0.002 else shapes.categories)
        payee, payee_number = _paid_to(draw, shapes)
        kind = _TYPES[0] if draw.random() < 0.9 else draw.choice(_TYPES)
        code = f"{draw.choice('ABDKZ')}{draw.randrange(1000, 2000)}"
        document = f"{46280000 + number // 3}_{number % 3 + 1}"
        last = (
            [PUBLISHER, draw.choice(shapes.units), category, code, date, document, amount, kind, payee_number, payee],
            pence,
        )
        yield last


def write_spend_file(path: Path, rows: int, seed: int = SEED) -> None:
    """Write a spend CSV.

    Parameters
    ----------
    path : where to
    rows : data rows, the grand total among them; about 1 blank row in 200 comes on top
    seed : the same seed and rows give the same bytes
    """
    draw = random.Random(seed)
    shapes = _shapes(draw, rows)
    blank = [""] * len(HEADINGS)
    total = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(HEADINGS)
        for cells, pence in _payments(draw, shapes, rows - 1):
            total += pence
            out.writerow(cells)
            if draw.random() < 0.005:
                out.writerow(blank)
        out.writerow([*blank[:6], f"{Decimal(total) / 100:.2f}", *blank[7:]])


if __name__ == "__main__":
    write_spend_file(Path(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:]))
