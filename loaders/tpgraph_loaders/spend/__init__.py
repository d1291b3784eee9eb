"""Spend files: payments of councils "over £500", of the NHS and central government "over £25k"; CSV or workbook."""

from collections.abc import Sequence

from tpgraph.loading.loader import Claim, Group, Landed, Member
from tpgraph.loading.sql_files import sql_files

_SQL = ("typed.sql", "set_aside.sql", "flows.sql", "problems.sql")


def _claim(member: Member, loader: str) -> Claim | None:
    """The claim on a file by the best of its tables, None where none has an amount and a payee."""
    from tpgraph.loading.mapping import map_table
    from tpgraph_loaders.spend.land import fitting_heads, payment_fields

    tables = fitting_heads(member)
    if not tables:
        return None
    best = max(tables, key=lambda raw: payment_fields().known(raw.header))
    mapped = map_table(best, payment_fields(), sheet="").mapping
    named = {field: heading for heading, field in mapped.items()}
    why = f"an amount ('{named['amount']}') and a payee ('{named['payee']}')"
    confidence = 0.5
    if "date" in named:
        why, confidence = f"{why} with a date ('{named['date']}')", 0.8
    others = len(set(named) - {"amount", "payee", "date"})
    stem = member.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return Claim(loader, (member.name,), stem, min(0.95, confidence + 0.03 * others), f"its columns hold {why}")


class SpendLoader:
    """Payments, one row each; the payer publishes the file or stands in a column of it."""

    name = "spend"
    label = "Spend file"
    about = (
        "payments over £500 (councils, police, fire) or £25,000 (NHS, central government): CSV, xlsx, xls or ods, one "
        "row a payment"
    )
    takes_several = True

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every file whose header has an amount and a payee, by the headings of mapping.toml."""
        claims = (_claim(member, self.name) for member in group.members)
        return [claim for claim in claims if claim is not None]

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the sheets that have an amount and a payee; a file of one table has the sheet name ''."""
        from tpgraph_loaders.spend.land import land

        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the SQL that types, sets aside, makes flows and tells problems."""
        return sql_files(__name__, _SQL)


LOADER = SpendLoader()
