"""Registers of grants to voluntary, community and social enterprise bodies (Local Government Transparency Code)."""

from collections.abc import Sequence

from tpgraph.loading.mapping import heading_key
from tpgraph_loaders.transparency.register import Kind, RegisterLoader

_BENEFICIARY = ("beneficiar", "recipient", "grantee", "awardedto", "fundedorganisation", "voluntaryorganisation")


def _sure(fields: set[str], header: Sequence[str], name: str) -> float:
    """A register says who benefits, how much, and when it was awarded or what for; and somewhere that it is a grant."""
    if not {"supplier", "total"} <= fields or not fields & {"awarded", "period", "start", "description", "title"}:
        return 0.0
    keys = [heading_key(cell) for cell in header]
    if any(word in key for key in keys for word in ("contract", "supplier", "tender")):
        return 0.0
    of_grants = any("grant" in key or "award" in key for key in keys)
    of_people = any(key.startswith(_BENEFICIARY) or "beneficiar" in key for key in keys)
    of_code = bool(fields & {"registration", "charity", "company", "period"})
    if of_grants and (of_people or of_code):
        return 0.96
    if of_grants and fields & {"description", "title"} and fields & {"awarded", "period", "year", "start"}:
        return 0.93
    # A beneficiary and a number of a register, or a file called grants, and no word of payments.
    if (of_people and of_code) or "grant" in name.lower():
        return 0.9 if of_people else 0.6
    return 0.0


LOADER = RegisterLoader(
    Kind(
        name="grants_register",
        label="Grants register",
        about="a council's register of grants to voluntary bodies (Transparency Code): CSV, xlsx, xls or ods",
        package=__name__,
        basis="award",
        noun="grant",
        nouns="grants",
        voluntary=True,
        sure=_sure,
    )
)
