"""Warm spaces returns: a council lists the places where people may keep warm, who runs them and the grant it paid."""

from collections.abc import Sequence
from importlib import resources

import pyarrow as pa

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.mapping import load_mapping, map_table
from tpgraph.loading.tabular import heads, sheet_name, stem_of, whole
from tpgraph.names import is_individual

FIELDS = load_mapping(__package__).tables["spaces"]


def bodies(names: pa.ChunkedArray) -> pa.Table:
    """Tell of each different name whether it is a person's: asked once a name, and no SQL can."""
    distinct = names.drop_null().unique().to_pylist()
    return pa.table({"name": pa.array(distinct, pa.string()), "is_person": [is_individual(name) for name in distinct]})


class WarmSpacesLoader:
    """One row a warm space: it becomes a service, its site, the body that runs it and the grant."""

    name = "warm_spaces"
    label = "Warm spaces return"
    about = "places to keep warm, as councils list them each winter: CSV or xlsx, one row a place"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Step 1: claim every file that has all columns that mapping.toml calls required."""
        return [
            Claim(self.name, (member.name,), stem_of(member.name), 0.9, "it has a venue, who runs it and a grant")
            for member in group.members
            if any(not FIELDS.missing(raw.header) for raw in heads(member, FIELDS.known))
        ]

    def land(self, group: Group, claim: Claim) -> Landed:
        """Step 2: every cell as text, with its sheet and line; nothing is typed yet."""
        member = group.member(claim.members[0])
        tables = [raw for raw in whole(member, FIELDS.known) if not FIELDS.missing(raw.header)]
        mapped = {sheet_name(raw, member): map_table(raw, FIELDS, sheet=sheet_name(raw, member)) for raw in tables}
        spaces = pa.concat_tables([one.table for one in mapped.values()])
        return Landed(
            tables={"spaces": spaces, "_body": bodies(spaces.column("run_by"))},
            rows_read={sheet: one.table.num_rows for sheet, one in mapped.items()},
            problems=[problem for one in mapped.values() for problem in one.problems],
            mapping={sheet: one.mapping for sheet, one in mapped.items()},
        )

    def sql(self) -> Sequence[str]:
        """Step 3: the SQL that types the text, checks it and fills the record tables."""
        return [resources.files(__package__).joinpath("warm_spaces.sql").read_text("utf-8")]


LOADER = WarmSpacesLoader()
