"""Figures of a source that nobody mapped to a need: they are loaded, and no question about needs can see them."""

from tpgraph.graphs.look_ups import table, texts
from tpgraph.graphs.phrases import in_words
from tpgraph.tables import Tables

CODE = "indicator-not-mapped"


def unmapped_figures(tables: Tables) -> str:
    """Say which figures stand for no need, and how they are mapped; empty where there are none.

    Parameters
    ----------
    tables : graph tables; `problem` has a row a figure that nobody mapped
    """
    problems = table(tables, "problem")
    pairs = zip(texts(problems, "code"), texts(problems, "subject"), strict=True)
    called = sorted({subject for code, subject in pairs if code == CODE})
    if not called:
        return ""
    quoted = [f"'{name}'" for name in called]
    them = "1 indicator is" if len(called) == 1 else f"{len(called):,} indicators are"
    return (
        f"{them} loaded and left out here, as nobody says which need each counts: "
        f"{in_words(quoted, most=3)}. Write them with their need into the sheet "
        "`indicators` of the template (columns text and need), load it, then ask again."
    )
