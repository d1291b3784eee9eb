"""Which files are Revenue Outturn tables: authorities with their codes, and columns of spending by service."""

from collections.abc import Sequence

from tpgraph.loading.loader import Claim, Group
from tpgraph.loading.mapping import heading_key
from tpgraph.loading.opened import Opened, opened_heads
from tpgraph.loading.tabular import stem_of
from tpgraph_loaders.revenue_outturn.columns import OTHER, SINGLE, form_of, read_columns
from tpgraph_loaders.revenue_outturn.land import fields, identity_places
from tpgraph_loaders.revenue_outturn.services import class_of_words

_FEWEST_MEASURED = 3
_FEWEST_CLASSES = 3


def _why(opened: Opened, stem: str) -> str:
    """By what a sheet is known as a return; empty where it is none."""
    header = opened.raw.header
    if not opened.score or fields().missing(header):
        return ""
    places = identity_places(header)
    keys = {field for heading in header if heading for field in _fields_of(heading)}
    if not keys & {"ecode", "gss"}:
        return ""
    columns = read_columns(header, opened.above, places, form_of([stem, opened.raw.name]))
    measured = [column for column in columns if column.measure not in (OTHER, SINGLE)]
    if len(measured) >= _FEWEST_MEASURED:
        return f"a column of authorities with codes, and spending by service such as '{measured[0].heading}'"
    classes = {kind.name for column in columns if (kind := class_of_words(column.service))}
    if len(classes) >= _FEWEST_CLASSES:
        return f"a column of authorities with codes, and columns of services such as {sorted(classes)[0]}"
    return ""


def _fields_of(heading: str) -> Sequence[str]:
    wanted = heading_key(heading)
    return [name for name, entry in fields().fields.items() if wanted in map(heading_key, entry.headings)]


def recognise(group: Group, loader: str) -> list[Claim]:
    """Claim the files of a group that are returns of local authorities."""
    found = []
    for member in group.members:
        stem = stem_of(member.name)
        why = next((said for opened in opened_heads(member, fields().known) if (said := _why(opened, stem))), "")
        if why:
            found.append(Claim(loader, (member.name,), stem, 0.93, why))
    return found
