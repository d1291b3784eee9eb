"""Every error that tpgraph raises on purpose.

    TpgraphError
    +-- InputError            a file, sheet, row or cell that cannot be used
    |   +-- UnknownFormatError    no loader knows the file
    |   +-- UnreadableFileError   missing, empty, protected, damaged or unsafe
    |   +-- RefusedSourceError    nothing of it can be loaded (in tpgraph.loading.refusal: it carries the problems)
    |   +-- SupersededLoadError   bytes of an older issue that was replaced
    +-- StoreError            the store cannot be opened, read or written
    |   +-- StoreBusyError        another process holds it
    |   +-- StoreVersionError     written by a newer tpgraph
    |   +-- NotAStoreError        the file is something else
    |   +-- NoStoreError          there is none at that place yet
    +-- QueryError            a Cypher text that is wrong, refused or too slow
    +-- AnalysisError         an analysis that does not exist or cannot run
    |   +-- MissingDataError      it needs a sheet or file that was not given
    +-- OutputError           a page, workbook or export that cannot be written
    +-- MoneyError            amounts, bases or years that must not be mixed
    +-- IdentifierError       an identifier that is not one
    +-- ModelError            graph.toml or a table disagrees with the model

A message is one sentence: what was found, where, what is accepted, and the mend where there is one.
"""


class TpgraphError(Exception):
    """The root: the command line prints its text as one sentence and ends with exit code 1."""


class InputError(TpgraphError):
    """A file, sheet, row or cell that cannot be used."""


class UnknownFormatError(InputError):
    """No loader knows the file."""


class UnreadableFileError(InputError):
    """A file that is missing, empty, protected, damaged or unsafe to open."""


class SupersededLoadError(InputError):
    """The bytes of an older issue that a newer one replaced."""


class StoreError(TpgraphError):
    """The store cannot be opened, read or written."""


class StoreBusyError(StoreError):
    """Another process holds the store."""


class StoreVersionError(StoreError):
    """The store was written by a newer tpgraph."""


class NotAStoreError(StoreError):
    """The file is not a tpgraph store, or holds things that tpgraph did not make."""


class NoStoreError(StoreError):
    """There is no store at that place yet: no file, or an empty database."""


class QueryError(TpgraphError):
    """A Cypher text that is wrong, refused or too slow."""


class AnalysisError(TpgraphError):
    """An analysis that does not exist or cannot run with these parameters."""


class MissingDataError(AnalysisError):
    """An analysis needs a sheet or file that was not given."""


class OutputError(TpgraphError):
    """A page, workbook or export that cannot be written."""


class MoneyError(TpgraphError):
    """Amounts, bases or financial years that cannot be read or must not be mixed."""


class IdentifierError(TpgraphError):
    """An identifier that is not one."""


class ModelError(TpgraphError):
    """graph.toml or a table disagrees with the model."""
