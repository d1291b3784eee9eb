import inspect
import pkgutil

import pytest

import tpgraph.analysis
from tpgraph.analysis import analyses, analysis, bind
from tpgraph.analysis.description import Analysis, Parameter, Result
from tpgraph.errors import AnalysisError
from tpgraph.model import TYPES
from tpgraph.tables import empty, graph_table_names


def nothing(*_: object) -> Result:
    return Result(empty("graph.organisation"))


def no_rows(*_: object) -> tuple[()]:
    return ()


def described(*parameters: Parameter) -> Analysis:
    return Analysis(
        name="trial", question="?", letters="TR", rule="", reads=(), columns=(), key=(), parameters=parameters,
        run=nothing, sentence=str, evidence=no_rows,
    )  # fmt: skip


TRIAL = described(
    Parameter("financial_year", "year", "", "a year"),
    Parameter("basis", "basis", "", "a basis"),
    Parameter("least", "integer", 2, "a count"),
    Parameter("share", "number", 0.5, "a share"),
    Parameter("grade", "text", "likely", "a grade", values=("likely", "strong")),
    Parameter("place", "place", "", "a place"),
)


def test_every_module_that_holds_an_analysis_is_found() -> None:
    holding = set()
    for module in pkgutil.iter_modules(tpgraph.analysis.__path__):
        path = inspect.getsource(__import__(f"tpgraph.analysis.{module.name}", fromlist=["x"]))
        if "\nANALYSIS = " in path or "\nANALYSIS: " in path:
            holding.add(module.name)
    assert {"money", "suppliers"} <= holding
    assert len(analyses()) == len(holding)
    assert list(analyses()) == sorted(analyses())


def test_an_analysis_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(AnalysisError, match=r"no analysis is called 'moeny'; there are .*money.*suppliers"):
        analysis("moeny")


@pytest.mark.parametrize("name", list(analyses()))
def test_every_description_holds_together(name: str) -> None:
    found = analysis(name)
    columns = {column.name: column for column in found.columns}
    assert found.name == name
    assert len(found.letters) == 2
    assert found.letters.isupper()
    assert set(found.key) <= set(columns)
    assert not found.figure or columns[found.figure].type == "pence"
    assert {column.type for column in found.columns} <= set(TYPES)
    # record_source is made beside the graph tables, for `explain`.
    assert set(found.reads) <= {*graph_table_names(), "record_source"}
    assert bind(found, {}) == {parameter.name: parameter.default for parameter in found.parameters}


def test_texts_become_what_the_parameters_hold() -> None:
    typed = {
        "financial-year": "2009/10",
        "basis": "Payment",
        "least": "3",
        "share": "0.25",
        "grade": "strong",
        "place": "E08",
    }
    assert bind(TRIAL, typed) == {
        "financial_year": "2009-10", "basis": "payment", "least": 3, "share": 0.25, "grade": "strong", "place": "E08"
    }  # fmt: skip


def test_what_is_not_given_or_given_empty_is_the_default() -> None:
    assert bind(TRIAL, {"least": None, "basis": "", "grade": ""}) == bind(TRIAL, {})
    assert bind(TRIAL, {"financial_year": "unknown"})["financial_year"] == "unknown"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("financial_year", "2009", "financial-year '2009' does not fit; expected a financial year such as 2009-10"),
        ("basis", "spend", "basis 'spend' does not fit; expected one of allocation, budget"),
        ("least", "2.5", "least '2.5' does not fit; expected a whole number"),
        ("least", True, "least 'true' does not fit; expected a whole number"),
        ("share", "nan", "share 'nan' does not fit; expected a number"),
        ("share", "half", "share 'half' does not fit; expected a number"),
        ("grade", "weak", "grade 'weak' does not fit; expected one of likely, strong"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_is_accepted(name: str, value: object, said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        bind(TRIAL, {name: value})


def test_a_parameter_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(
        AnalysisError, match="'trial' has no parameter called 'year'; it takes financial_year, basis, least"
    ):
        bind(TRIAL, {"year": "2009-10"})
