"""What a statement of money is: whose, to whom, since when, and whether it is a ceiling or not in force."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tpgraph_loaders.ocds.bodies import BLANK, Body, Cast
from tpgraph_loaders.ocds.compiling import Statement
from tpgraph_loaders.ocds.shape import Json, field_of, inner, objects, texts

_NOT_IN_FORCE = {
    "award": {
        "pending": "a pending award: proposed, not yet in force",
        "cancelled": "a cancelled award",
        "unsuccessful": "an unsuccessful award: nothing was awarded",
    },
    "contract": {
        "pending": "a pending contract: not signed yet",
        "cancelled": "a cancelled contract: it was never signed",
    },
}
_INTENTIONS = {
    "budget": "a budget: money meant for the process, not yet anybody's",
    "tender": "the value of a tender: an expectation, not a promise",
}
CEILING = "the ceiling of a framework agreement: not spend"
_FRAMEWORK = re.compile(r"\bframeworks?\b", re.IGNORECASE)
_AGREEMENT = re.compile(r"\bframework agreements?\b", re.IGNORECASE)
_CALL_OFF = re.compile(
    r"\bcall[\s-]*offs?\b|\bmini[\s-]*competition|\bfurther competition"
    r"|\b(?:from|under|via|through|using|within|off)\b[^.;]{0,40}\bframeworks?\b|\bframeworks?\s+(?:order|call)",
    re.IGNORECASE,
)


def says_framework(tender: Json, statement: Json) -> tuple[bool, bool]:
    """Tell whether an award or contract is a framework agreement, and else whether its title sounds like one.

    A call-off buys under a framework: its value is real. The structured words of the standard go before words in texts.
    """
    if _has_technique(tender, statement):
        return True, False
    method = field_of(tender, "tender", "method") or ""
    titles = " ; ".join(filter(None, (field_of(tender, "tender", "title"), field_of(statement, "award", "title"))))
    if _CALL_OFF.search(f"{method} ; {titles}"):
        return False, False
    is_framework = bool(_FRAMEWORK.search(method) or _AGREEMENT.search(titles))
    return is_framework, not is_framework and bool(_FRAMEWORK.search(titles))


def _has_technique(tender: Json, statement: Json) -> bool:
    lots = objects(tender, "lots")
    if not lots or _is_framework(tender):
        return _is_framework(tender)
    related = texts(statement, "relatedLots")
    own = [lot for lot in lots if not related or lot.get("id") in related]
    return bool(own) and all(_is_framework(lot) for lot in own)


def _is_framework(holder: Json) -> bool:
    techniques = inner(holder, "techniques")
    said = techniques.get("hasFrameworkAgreement")
    return bool(techniques.get("frameworkAgreement")) if said is None else bool(said)


@cache
def _london() -> ZoneInfo | None:
    try:
        return ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return None


def day(written: str | None) -> str | None:
    """Give a date and time as the day that its writer means; what is no date stays as written.

    Midnight in a British summer is 23:00 the day before in UTC: 31 March 23:00Z is 1 April, another financial year.

    >>> day("2019-03-31T23:00:00Z"), day("2011-06-30T23:59:00Z"), day("2010-05-10"), day("soon")
    ('2019-04-01', '2011-06-30T23:59:00Z', '2010-05-10', 'soon')
    """
    zone = _london()
    if written is None or zone is None or not re.search(r"T23:00(?::00(?:\.0+)?)?(?:Z|\+00:00)$", written):
        return written
    try:
        local = datetime.fromisoformat(written).astimezone(UTC).astimezone(zone)
    except (ValueError, OverflowError):
        return written
    return local.date().isoformat() if local.utcoffset() == timedelta(hours=1) else written


@dataclass
class Sides:
    """Who pays and who is paid, and what had to be taken from elsewhere to know it.

    Attributes
    ----------
    payer : the buyer
    payee : the one payee; blank where none is named, or several are
    joint : all of several payees
    presumed : whether a transaction names none and the contract's supplier is taken
    """

    payer: Body
    payee: Body
    joint: tuple[Body, ...] = ()
    presumed: bool = False


@dataclass
class Deals:
    """The awards and contracts of a process by id, and its cast."""

    cast: Cast
    compiled: Json
    awards: dict[str, Json]
    contracts: dict[str, Json]

    @cached_property
    def buyer(self) -> Body:
        """Who buys: the buyer, else who runs the procedure, else the one party with such a role."""
        buyer = self.cast.meant(inner(self.compiled, "buyer"))
        if buyer.status == "blank":
            buyer = self.cast.meant(inner(inner(self.compiled, "tender"), "procuringEntity"))
        for role in ("buyer", "procuringEntity"):
            named = self.cast.by_role.get(role, [])
            if buyer.status == "blank" and len(named) == 1:
                buyer = named[0]
        return buyer

    def sides(self, statement: Statement) -> Sides:
        """Find who pays whom by a statement."""
        buyer = self.buyer
        if statement.kind == "award":
            return self._shared(buyer, objects(statement.data, "suppliers"))
        if statement.kind == "contract":
            return self._shared(buyer, self._suppliers(statement.data))
        if statement.kind != "transaction":
            return Sides(buyer, BLANK)
        return self._transaction(buyer, statement)

    def _transaction(self, buyer: Body, statement: Statement) -> Sides:
        data = statement.data
        payer = self.cast.meant(inner(data, "payer") or inner(data, "providerOrganization"))
        payee = self.cast.meant(inner(data, "payee") or inner(data, "receiverOrganization"))
        payer = buyer if payer.status == "blank" else payer
        if payee.status != "blank":
            return Sides(payer, payee)
        shared = self._shared(payer, self._suppliers(self.contracts[statement.key[1]]))
        shared.presumed = shared.payee.status != "blank"
        return shared

    def award_of(self, contract: Json) -> Json:
        """Give the award that a contract carries out: the one that it names, or the only one."""
        named = field_of(contract, "contract", "award")
        if named is not None:
            return self.awards.get(named, {})
        return next(iter(self.awards.values())) if len(self.awards) == 1 else {}

    def _suppliers(self, contract: Json) -> list[Json]:
        return objects(contract, "suppliers") or objects(self.award_of(contract), "suppliers")

    def _shared(self, payer: Body, suppliers: list[Json]) -> Sides:
        """One payee, or none where several share: the file does not say which of them gets how much."""
        named = [body for supplier in suppliers if (body := self.cast.meant(supplier)).status != "blank"]
        # Two persons, or two redacted names, are not one.
        distinct = list({body.key or str(place): body for place, body in enumerate(named)}.values())
        if len(distinct) == 1 or (distinct and all(body.status == "individual" for body in distinct)):
            return Sides(payer, distinct[0])
        return Sides(payer, BLANK, tuple(distinct))


def why_not(statement: Statement, is_ceiling: bool) -> str:
    """Say why a statement that stands is no flow of money; empty where it is one."""
    if statement.kind in _INTENTIONS:
        return _INTENTIONS[statement.kind]
    status = str(statement.data.get("status") or "").lower()
    return _NOT_IN_FORCE.get(statement.kind, {}).get(status) or (CEILING if is_ceiling else "")
