"""Who is the same, and what overlaps: matching of organisations, of services, and of any flat records.

Plain tables in (pandas or Arrow), a table of pairs out; no store, no network, no model to download.

>>> import pandas
>>> clubs = pandas.DataFrame({"id": ["a", "b", "c"], "name": ["Harbour Trust Ltd", "The Harbour Trust", "Hill Farm"]})
>>> match_organisations(clubs)[["left_id", "right_id"]].values.tolist()
[['a', 'b']]
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tpgraph.matching.pairs import Frame

__all__ = ["forecast", "match_organisations", "match_records", "match_services"]


def match_organisations(
    organisations: "Frame",
    *,
    services: "Frame | None" = None,
    verdicts: "Frame | None" = None,
    reference: bool = True,
    at_least: float = 0.2,
    seed: int = 0,
) -> "Frame":
    """Find records that may describe one body.

    Parameters
    ----------
    organisations : columns id, name; where there: kind or sector, identifier, place, also_known_as (list, or `;`)
    services : services that the records list (organisation_id, name, description, place): shared ones tell something
    verdicts : what people said of pairs: left_id, right_id, verdict (same, different, ...)
    reference : whether lists that ship with tpgraph are looked into (public bodies and their names)
    at_least : lowest probability of the pairs given
    seed : of everything drawn; the same input and seed give the same pairs

    Returns
    -------
    Arrow table or DataFrame, as `organisations` is
        left_id, right_id, probability, relation (`same_body`), relation_score, grade, reasons, weights (log odds,
        beside the reasons); one row a pair, best first.

    Raises
    ------
    InputError
        If id or name is missing, or an id is empty or stands in two rows.
    """
    from tpgraph.matching.organisations_match import match_organisations as match
    from tpgraph.matching.pairs import verdict_table

    said = verdict_table(verdicts)
    return match(organisations, services=services, verdicts=said, reference=reference, at_least=at_least, seed=seed)


def match_services(
    services: "Frame",
    organisations: "Frame | None" = None,
    *,
    same_bodies: "Frame | None" = None,
    verdicts: "Frame | None" = None,
    reference: bool = True,
    at_least: float = 0.2,
    related: bool = False,
    seed: int = 0,
) -> "Frame":
    """Find services that may be the same offer for the same people, in one place and at one time.

    Parameters
    ----------
    services : columns id, name; where there: organisation_id, description, needs, client_group, place (each of the
        three a list, or `;` between several), start, end (ISO dates)
    organisations : the bodies that run them; matched first, so that one service listed twice by one body is told from
        the same service of two
    same_bodies : pairs of organisations already matched (left_id, right_id, probability), instead of `organisations`
    verdicts : what people said of pairs: left_id, right_id, verdict
    reference : as for organisations
    at_least : lowest probability of the pairs given
    related : whether strong partial overlaps, successors and complementary services below it are given too
    seed : of everything drawn

    Returns
    -------
    Arrow table or DataFrame, as `services` is
        As `match_organisations`; relation is `listed_twice`, `duplicated_provision`, `partial_overlap`, `successor` or
        `complementary`.

    Raises
    ------
    InputError
        If id or name is missing, or an id is empty or stands in two rows.
    """
    from tpgraph.matching.pairs import like, plain_table, read_table, verdict_table
    from tpgraph.matching.service_list import read_services
    from tpgraph.matching.service_matcher import ServiceMatcher, resolved_bodies

    table = read_table(services, "services", ("id", "name"))
    if same_bodies is None and organisations is not None:
        same_bodies = match_organisations(
            organisations, services=services, reference=reference, at_least=0.5, seed=seed
        )
    bodies = resolved_bodies(None if same_bodies is None else plain_table(same_bodies))
    said = verdict_table(verdicts)
    listed = read_services(table, bodies)
    names = {place: place.title() for place in listed.places}
    matcher = ServiceMatcher(listed, verdicts=said, place_names=names, seed=seed)
    return like(services, matcher.pairs(at_least, related=related))


def match_records(
    left: "Frame",
    right: "Frame | None" = None,
    *,
    verdicts: "Frame | None" = None,
    at_least: float = 0.2,
    seed: int = 0,
) -> "Frame":
    """Find records of any one or two flat tables that may describe one thing.

    Parameters
    ----------
    left : column id, and any others; what a column holds is told from its values
    right : a second table: pairs are then looked for between the two, else within `left`
    verdicts, at_least, seed : as for organisations

    Returns
    -------
    Arrow table or DataFrame, as `left` is
        As `match_organisations`; relation is `same_record`.

    Raises
    ------
    InputError
        If id is missing, empty or stands in two rows.
    """
    from tpgraph.matching.pairs import verdict_table
    from tpgraph.matching.records import match_records as match

    return match(left, right, verdicts=verdict_table(verdicts), at_least=at_least, seed=seed)


def forecast(pairs: "Frame") -> "Frame":
    """Foretell how many pairs above the lines .8, .5 and .2 are true, and how many true ones lie below each.

    Parameters
    ----------
    pairs : as one of the three functions above gives them with a low `at_least` (0 gives every scored pair): what lies
        below that is not counted

    Returns
    -------
    Arrow table or DataFrame, as `pairs` is
        cut, pairs (that reach it), expected_true (of those), expected_below; one row a cut. Pairs that nobody scored
        are in none of them.

    Raises
    ------
    InputError
        If there is no column probability, or one is missing or not between 0 and 1.

    Examples
    --------
    >>> import pandas
    >>> forecast(pandas.DataFrame({"probability": [0.9, 0.6, 0.1]})).iloc[-1].to_dict()
    {'cut': 0.2, 'pairs': 2.0, 'expected_true': 1.5, 'expected_below': 0.1}
    """
    from tpgraph.errors import InputError
    from tpgraph.matching.calibration import forecast as foretell
    from tpgraph.matching.pairs import like, plain_table

    table = plain_table(pairs)
    if "probability" not in table.column_names:
        raise InputError("the table of pairs has no column probability")
    return like(pairs, foretell(table.column("probability").to_numpy()))
