"""Any other table: read by a mapping file that `tpgraph map` proposes and a person edits.

The mapped columns are landed as a sheet of the template, and the template's SQL does the rest: every cell is typed,
checked and accounted for by the same rules.
"""

from collections.abc import Sequence

from tpgraph.loading.any_table.map_file import MAPPED
from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.model import model
from tpgraph_loaders.mapped.landing import beside_fields, land
from tpgraph_loaders.template import LOADER as TEMPLATE


def beside_sql() -> str:
    """Give the SQL that puts what stands beside the template's columns, such as `unit`, to the records."""
    parts = []
    for kind in model().records:
        if names := beside_fields(kind):
            filled = ", ".join(f'"{name}" = b."{name}"' for name in names)
            parts.append(
                f'UPDATE record."{kind}" AS r SET {filled} FROM landed."_beside_{kind}" AS b\n'
                "WHERE r.sheet = b.sheet AND r.line = b.line;\n"
            )
    return "".join(parts)


class MappedLoader:
    """Reads a table by a mapping file; see `tpgraph.loading.loader.Loader`."""

    name = MAPPED
    label = "Any other table"
    about = (
        "CSV, tsv, a workbook or a JSON list whose columns a mapping file names: `tpgraph map FILE` proposes one, then "
        "`tpgraph load FILE --mapping FILE.toml`"
    )

    def recognise(self, _group: Group) -> Sequence[Claim]:
        """Claim nothing: a person says which mapping is for which file."""
        return []

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the claimed file as the mapping file in `claim.settings` says."""
        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the template's SQL, and what adds the fields that its sheets do not have."""
        return [*TEMPLATE.sql(), beside_sql()]


LOADER = MappedLoader()
