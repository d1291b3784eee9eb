"""The result of a check, as types: what stands in the JSON of `tpgraph check` and on its page."""

from pydantic import BaseModel, ConfigDict, Field

from tpgraph.loading.codes import Level, Severity

CELLS_SHOWN = 20
"""Cells of one problem that are listed; `tpgraph check --csv` writes them all."""

FORMAT = "tpgraph-check/1"


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cell(_Said):
    """One place where a problem was found."""

    sheet: str = Field(description="sheet of a workbook, file of a package; empty for a single table")
    line: int | None = Field(description="line of the file or row of the sheet; null = the whole sheet")
    column: str = Field(description="heading of the column, where the problem has one")
    value: str = Field(description="what stands in the cell, contacts removed")
    sentence: str = Field(description="what is wrong here")
    mend: str = Field(description="what to do here")


class FoundProblem(_Said):
    """All problems of one code and severity in a source."""

    code: str = Field(description="short name; `tpgraph check --explain CODE` says more")
    level: Level = Field(description="the rung of quality that it breaks")
    severity: Severity = Field(description="error = not loaded, warning = loaded but in doubt, note = worth knowing")
    title: str = Field(description="the problem in a few words")
    count: int = Field(description="how many rows tell of it", ge=1)
    why: str = Field(description="what goes wrong if nobody mends it")
    mend: str = Field(description="what to do")
    blocks: bool = Field(description="whether it keeps the source from its level")
    cells: tuple[Cell, ...] = Field(description=f"the first {CELLS_SHOWN} places", max_length=CELLS_SHOWN)
    more: int = Field(description="how many places are not listed; --csv lists them all", ge=0)


class LevelResult(_Said):
    """One rung of quality."""

    level: Level
    reached: bool
    kept_by: tuple[str, ...] = Field(
        description="codes that keep the source from it; empty where a lower one stopped it"
    )


class SheetMapping(_Said):
    """Which column became which field."""

    sheet: str
    columns: dict[str, str] = Field(description="heading -> field")


class BasisMoney(_Said):
    """Money that became records, of one basis; two bases are never one sum."""

    basis: str
    loaded_pence: int


class SheetAccount(_Said):
    """Rows and money of one sheet: read = loaded + set aside."""

    sheet: str
    rows_read: int
    rows_loaded: int
    rows_set_aside: int
    money_read_pence: int
    money_loaded_pence: int
    money_set_aside_pence: int


class SetAsideRows(_Said):
    """Rows left out for one reason."""

    reason: str
    rows: int
    money_pence: int | None = Field(description="money on them, where readable")


class CheckedSource(_Said):
    """What the check of one source says."""

    file: str = Field(description="name of the file or package")
    where: str = Field(description="where it is, as it was given")
    can_be_loaded: bool
    refusal: str = Field(description="why it cannot be loaded, in a sentence; empty where it can")
    loader: str = Field(description="what it was taken for; empty where no loader knows it")
    label: str = Field(description="the format in words")
    why: str = Field(description="by what it was recognised")
    publisher: str
    publisher_why: str = Field(description="by what the publisher is known")
    mapping: tuple[SheetMapping, ...]
    accounts: tuple[SheetAccount, ...]
    money: tuple[BasisMoney, ...]
    set_aside: tuple[SetAsideRows, ...]
    levels: tuple[LevelResult, ...] = Field(description="the four rungs, from the lowest", min_length=4, max_length=4)
    problems: tuple[FoundProblem, ...] = Field(description="errors first, then by their number")

    @property
    def rows_read(self) -> int:
        """Rows read."""
        return sum(account.rows_read for account in self.accounts)

    @property
    def rows_loaded(self) -> int:
        """Rows that became records."""
        return sum(account.rows_loaded for account in self.accounts)

    @property
    def rows_set_aside(self) -> int:
        """Rows left out with a reason."""
        return sum(account.rows_set_aside for account in self.accounts)


class CheckReport(_Said):
    """The result of `tpgraph check`."""

    format: str = Field(default=FORMAT, pattern=f"^{FORMAT}$", description="name and version of this format")
    sources: tuple[CheckedSource, ...]
    left_out: tuple[str, ...] = Field(description="sentences on files that no loader knows")
