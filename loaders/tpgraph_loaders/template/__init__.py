"""The template: tpgraph's own workbook, or a folder of CSV files with the same sheets and columns.

A column that takes a body, a service or a site takes its name or its id; what stands on no sheet is made from its name.
"""

from collections.abc import Sequence
from importlib import resources

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph_loaders.template.landing import land
from tpgraph_loaders.template.recognising import NAME, claims
from tpgraph_loaders.template.typing_sql import all_typing_sql

# In this order: payers are made known, services and money refer to bodies, ties to both; the last one writes headings
# as the files have them.
_AFTER_TYPING = (
    "initials", "organisations", "services", "money", "ties", "place_parts", "client_needs", "misspelt", "headings",
)  # fmt: skip


def _sql_file(name: str) -> str:
    return resources.files(__package__).joinpath("sql", f"{name}.sql").read_text("utf-8")


class TemplateLoader:
    """Reads filled-in templates; see `tpgraph.loading.loader.Loader`."""

    name = NAME
    label = "tpgraph template"
    about = (
        "a workbook made by `tpgraph template`, or CSV files named like its sheets (organisations.csv, flows.csv ...)"
    )

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim workbooks with the template's sheets, CSV files named like them, and lone CSV files of one sheet."""
        return claims(group)

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the claimed files into one text table a record kind."""
        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the SQL that types every sheet, then what joins the sheets."""
        return [_sql_file("macros"), all_typing_sql(), *map(_sql_file, _AFTER_TYPING)]


LOADER = TemplateLoader()
