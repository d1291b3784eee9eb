"""Framework agreements: their value is a ceiling, that of a call-off under one is real."""

import re

CEILING = "ceiling"
MAYBE = "maybe"

_FRAMEWORK = re.compile(r"\bframeworks?\b|\bdynamic purchasing|\bDPS\b", re.IGNORECASE)
_AGREEMENT = re.compile(r"\bframework (?:agreements?|contracts?)\b|\bdynamic purchasing system\b", re.IGNORECASE)
_CALL_OFF = re.compile(
    r"\bcall[\s-]*offs?\b|\bmini[\s-]*competition|\bfurther competition"
    r"|\b(?:from|under|via|through|using|within|off)\b[^.;]{0,40}\b(?:frameworks?|DPS)\b|\bframeworks?\s+(?:order|call)",
    re.IGNORECASE,
)
_YES = frozenset({"yes", "y", "true", "1"})


def framework_standing(title: str, kind: str, flag: str, process: str, description: str) -> str:
    """Tell whether an agreement is a framework, or may be one.

    Parameters
    ----------
    title, kind, flag, process, description : cells of the row, empty where there is none; `flag` answers "framework?".
        How the supplier was found (`process`) may be a framework too: that makes the agreement a call-off.

    Returns
    -------
    str: `CEILING`, `MAYBE`, or empty

    >>> framework_standing("Home care framework agreement", "", "", "", "")
    'ceiling'
    >>> framework_standing("Home care", "Call-off", "", "", "")
    ''
    """
    if _CALL_OFF.search(" ; ".join((title, kind, description))):
        return ""
    if _FRAMEWORK.search(kind) or _AGREEMENT.search(title):
        return CEILING
    # A column called "framework" may say that the supplier was found through one.
    bought_through_one = bool(_FRAMEWORK.search(process))
    return MAYBE if not bought_through_one and (_FRAMEWORK.search(title) or flag.strip().lower() in _YES) else ""
