"""What the columns of a return mean: service and measure, from words or from the ministry's codes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EMPLOYEES, RUNNING, GROSS = "employees", "running expenses", "total expenditure"
INCOME, NET, OTHER, SINGLE = "income", "net current expenditure", "other", "one figure a line"

_WORDS = {
    EMPLOYEES: r"employees?(?: expenses| costs)?",
    RUNNING: r"running expenses?",
    GROSS: r"(?:total|gross) expenditure",
    INCOME: r"(?:sales,? fees,? (?:and|&) charges|other income|total\s+income)",
    NET: r"net current(?: expenditure)?",
    OTHER: r"(?:capital (?:charges|items)|net total costs?|total grants?|management and support)[^()]*",
}
_TAIL = r"(?:\s*\((?:inc|col|c\d)[^)]*\))*"
_MEASURES = {
    measure: re.compile(rf"^(?P<service>.*?)[\s:|\u2013-]*\b{words}{_TAIL}$", re.IGNORECASE)
    for measure, words in _WORDS.items()
}
_CODES = {
    "empl": EMPLOYEES, "run_exp": RUNNING, "tot_exp": GROSS, "sfc": INCOME, "oth_inc": INCOME, "tot_inc": INCOME,
    "net_cur_exp": NET, "net_exp": NET, "mss": OTHER, "cap_chg": OTHER, "net_tot_cost": OTHER, "tot_grant": OTHER,
}  # fmt: skip
_CODED = re.compile(rf"^(?P<form>[A-Z]{{2,4}}\d?)_(?P<service>\w+?)_(?P<measure>{'|'.join(_CODES)})$")
_CODED_OTHERWISE = re.compile(r"^(?P<form>R[OGS]\d?|RSX|RA|SAR|TSR)_(?P<service>\w+)$")
_FORM = re.compile(r"(?:^|[^A-Za-z])(RO[1-6]|RSX|RS|RA|RG|SAR|TSR)(?=$|[^A-Za-z0-9])")
_TOTAL = re.compile(r"\btotal\b|tot$|^totsx$", re.IGNORECASE)
_NO_MONEY = re.compile(r"population|\bnumber of\b|\bcode\b|per cent|%|\bfte\b|dwellings", re.IGNORECASE)
_EXPENDITURE_ENDS = re.compile(r"total service expenditure|^servicetot|^totsx", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One column of figures.

    Attributes
    ----------
    index : place in the table
    heading : as written, with the heading above where a service stands over its measures
    form : return that the column belongs to, such as RO3; empty where not known
    service : line of service, in words or as the ministry's code
    measure : what the figure is
    coded : whether the service is a code
    """

    index: int
    heading: str
    form: str
    service: str
    measure: str
    coded: bool = False

    @property
    def is_called_total(self) -> bool:
        """Whether the words of the service say that it adds up others."""
        return bool(_TOTAL.search(self.service))

    @property
    def ends_expenditure(self) -> bool:
        """Whether what follows is how the spending of all services is paid for."""
        return bool(_EXPENDITURE_ENDS.search(self.service))


def form_of(texts: Iterable[str]) -> str:
    """Find the return that a title, a sheet's or a file's name speaks of; empty where none or several.

    >>> form_of(["RO5_LA_Data_202425"]), form_of(["Revenue Outturn"]), form_of(["RO1", "RSX 2024-25"])
    ('RO5', '', '')
    """
    found = {form for text in texts for form in _FORM.findall(text.replace("_", " "))}
    return found.pop() if len(found) == 1 else ""


def _coded(index: int, heading: str) -> Column | None:
    if found := _CODED.match(heading):
        return Column(index, heading, found["form"], found["service"], _CODES[found["measure"]], coded=True)
    if found := _CODED_OTHERWISE.match(heading):
        return Column(index, heading, found["form"], found["service"], OTHER, coded=True)
    return None


def _named(index: int, heading: str, over: str, form: str) -> Column:
    for measure, pattern in _MEASURES.items():
        if found := pattern.match(heading):
            service = found["service"].strip(" -\u2013:|*") or over
            # "Total Expenditure" under no service is the total of a table, not the gross figure of a line.
            whole = heading if found["service"].strip() else f"{over} - {heading}".strip(" -")
            return Column(index, whole, form, service.rstrip("*"), measure)
    return Column(index, heading, form, heading.rstrip("*"), SINGLE)


def _over(above: Sequence[Sequence[str]], index: int) -> str:
    """The service that stands over a column: in the nearest row above that names services, at the column or before."""
    for row in reversed(above):
        named = [cell for cell in row if len(cell) > 3 and any(map(str.isupper, cell)) and " " in cell.strip()]
        if len(named) < 2:
            continue
        before = [cell for cell in row[: index + 1] if cell.strip()]
        if before:
            return " ".join(before[-1].split())
    return ""


def read_columns(
    header: Sequence[str], above: Sequence[Sequence[str]], taken: Iterable[int], form: str
) -> list[Column]:
    """Read what every column means but those that tell of the authority.

    Parameters
    ----------
    header : headings of the table
    above : rows of cells above it
    taken : indices of the columns that tell of the authority
    form : return of the table, for columns that do not say it
    """
    used = set(taken)
    columns = []
    for index, heading in enumerate(header):
        if index in used or not heading.strip() or _NO_MONEY.search(heading):
            continue
        columns.append(_coded(index, heading) or _named(index, heading, _over(above, index), form))
    return columns
