"""A source that the loader's SQL refuses: read to its end, but none of it can be loaded."""

import pyarrow as pa

from tpgraph.errors import InputError
from tpgraph.loading.bench import Workbench
from tpgraph.loading.privacy import without_contacts
from tpgraph.tables import from_rows


class RefusedSourceError(InputError):
    """A source of which nothing can be loaded; it carries the problems that were found, for those who mend it.

    Attributes
    ----------
    problems : rows of record.problem without load, contacts removed, sorted
    """

    def __init__(self, sentence: str, problems: pa.Table | None = None) -> None:
        super().__init__(sentence)
        self.problems = from_rows([], "record.problem") if problems is None else problems


def refuse_if_asked(bench: Workbench, shown: str) -> None:
    """Refuse a source where the loader's SQL has set the variable `refusal` to the reason.

    Parameters
    ----------
    bench : after the loader's SQL
    shown : the source, for the message

    Raises
    ------
    RefusedSourceError
        With the reason as its sentence.
    """
    ((reason,),) = bench.rows("SELECT CAST(getvariable('refusal') AS VARCHAR)")
    if reason is not None:
        problems = bench.table("SELECT * FROM record.problem ORDER BY sheet, line, code, value")
        raise RefusedSourceError(f"{shown}: {reason}", without_contacts(problems, "record.problem"))
