"""Contracts registers of the Local Government Transparency Code, in its words and those of common exports."""

from collections.abc import Sequence

from tpgraph_loaders.transparency.register import Kind, RegisterLoader

_SURE = 0.96
"""Surer than the spend loader ever is: no list of payments says when an agreement starts and ends."""


def _sure(fields: set[str], header: Sequence[str], name: str) -> float:
    """A register says with whom, what, how much, and from when or to when."""
    said = bool(fields & {"title", "description", "reference"}) and bool(fields & {"total", "either", "annual"})
    if "supplier" not in fields or not said:
        return 0.0
    if {"start", "end"} <= fields:
        return _SURE
    words = f"{name} {' '.join(header)}".lower()
    speaks_of_contracts = "contract" in words or "agreement" in words
    return 0.9 if speaks_of_contracts and fields & {"start", "end", "review", "period"} else 0.0


LOADER = RegisterLoader(
    Kind(
        name="contracts_register",
        label="Contracts register",
        about="a council's register of contracts (Local Government Transparency Code): CSV, xlsx, xls or ods",
        package=__name__,
        basis="contract",
        noun="contract",
        nouns="contracts",
        voluntary=False,
        sure=_sure,
    )
)
