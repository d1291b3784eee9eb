"""Which organisation records are one body, by the first rules: equal identifiers, listed public bodies, equal names.

Records in, pairs out. The set of pairs is sparse: a star for every group of records that are one body, never all its
pairs. A group is parted beforehand wherever two of its records contradict each other, so that no star joins them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyarrow as pa

from tpgraph.graphs.phrases import NAME_ONLY
from tpgraph.matching.bodies import Body, contradictions, parts, read_bodies
from tpgraph.matching.cut_names import cut_name_pairs
from tpgraph.matching.org_proposals import MODEL as ODDS_MODEL
from tpgraph.matching.org_proposals import proposals_by_odds
from tpgraph.tables import schema

MODEL = "rules-1"

SAME_IDENTIFIER = 1.0
IN_REFERENCE_LIST = 0.97
EQUAL_NAMES = 0.95
EQUAL_NAMES_UNPROVEN = 0.6
EQUAL_NAMES_CONTRADICTED = 0.3

# A group of one name that falls into many parts: each part is compared with so many before it, not with all.
_LOOK_BACK = 20

# (left body, right body, probability, reasons)
Proposal = tuple[Body, Body, float, list[str]]


def propose(
    organisations: pa.Table,
    loads: pa.Table,
    own_place: str,
    local_publishers: frozenset[str] = frozenset(),
    services: pa.Table | None = None,
    verdicts: pa.Table | None = None,
) -> pa.Table:
    """Propose pairs of organisation records that may be one body.

    Equal valid identifiers of a register that tells bodies apart are one body. So are names that the reference list of
    public bodies holds for one body. Two equal normalised names are one body if neither sector, place, legal form nor
    identifier contradicts (unknown contradicts nothing) and at least one holds: sector and place are both known and
    agree; the name has a legal form (where one of the two leaves it out, the rest must have two words); the name has
    two words or more and both publishers belong to the place of the store. Other equal names are candidates, and so is
    the one fuller name that begins as a name does which its source cut.
    Further pairs are candidates by the odds of the matcher, always below what is accepted.
    Redacted names and ledger catch-alls are never paired; stubs and blank names never by name.

    A publisher belongs to the place of the store if `local_publishers` names it, if the reference list knows it as the
    public body of that place or of one inside it, or if an organisation record of its name is based in `own_place`.

    Parameters
    ----------
    organisations : Table in the schema record.organisation
        Current loads only, one row a record id.
    loads : Table in the schema record.load
        The loads of those records: their publishers.
    own_place : str
        Name or GSS code of the place that the store is about; empty if not set.
    local_publishers : frozenset of str
        Publishers that belong to the place: those among the bodies we count and those of the source that set it.
    services : Table, columns organisation_id (a record id), name, needs, place, optional
        What the organisations list: shared places speak for one body in the odds.
    verdicts : Table, columns left_id, right_id (record ids), verdict, optional
        What people said of pairs: the odds of all others learn from it.

    Returns
    -------
    Table in the schema judgement.match
        One row a pair, smaller record id left, sorted. Probability 1.0 equal identifiers, .97 reference list, .95 equal
        names that hold, .6 equal names of which nothing more is known and cut names, .3 those whose sector, place or
        legal form contradicts, .2 to .94 by the odds (model `odds-1`). Joins by name alone have
        a first reason that begins with `NAME_ONLY`.
    """
    bodies = read_bodies(organisations, loads, own_place, local_publishers)
    found: dict[tuple[str, str], Proposal] = {}
    for proposal in (*_by_identifier(bodies), *_by_reference(bodies), *_by_name(bodies), *cut_name_pairs(bodies)):
        left, right = sorted((proposal[0].record_id, proposal[1].record_id))
        # The rules come strongest first: a pair keeps the best reason it has.
        found.setdefault((left, right), proposal)
    joined = {pair: proposal[2] for pair, proposal in found.items()}
    models = dict.fromkeys(found, MODEL)
    for proposal in proposals_by_odds(bodies, joined, services, verdicts):
        pair = (proposal[0].record_id, proposal[1].record_id)
        found[pair], models[pair] = proposal, ODDS_MODEL
    rows = [
        {
            "left_record": left,
            "right_record": right,
            "relation": "same_body",
            "probability": probability,
            "reasons": reasons,
            "model": models[left, right],
        }
        for (left, right), (_, _, probability, reasons) in sorted(found.items())
    ]
    return pa.Table.from_pylist(rows, schema=schema("judgement.match"))


def _groups(pairs: Iterable[tuple[str, Body]]) -> Iterator[tuple[str, list[Body]]]:
    """Group bodies by key; each group in order of record id, groups of one left out."""
    found: defaultdict[str, list[Body]] = defaultdict(list)
    for key, body in pairs:
        if key:
            found[key].append(body)
    for key, group in found.items():
        if len(group) > 1:
            yield key, sorted(group, key=lambda body: body.record_id)


def _by_identifier(bodies: list[Body]) -> Iterator[Proposal]:
    for identifier, group in _groups((body.identifier, body) for body in bodies):
        for body in group[1:]:
            yield group[0], body, SAME_IDENTIFIER, [f"both have the identifier {identifier}"]


def _by_reference(bodies: list[Body]) -> Iterator[Proposal]:
    for _, group in _groups((body.public_body, body) for body in bodies):
        for part in parts(group, fields=("identifier",)):
            for body in part[1:]:
                name = body.public_body_name
                reason = f"{NAME_ONLY}: the list of public bodies knows both names as {name}"
                yield part[0], body, IN_REFERENCE_LIST, [reason]


def _by_name(bodies: list[Body]) -> Iterator[Proposal]:
    for _, group in _groups((body.text, body) for body in bodies):
        clusters = parts(group, fields=("identifier", "sector", "place", "legal_form"))
        for cluster in clusters:
            yield from _within(cluster)
        yield from _between(clusters)


def _within(cluster: list[Body]) -> Iterator[Proposal]:
    """Join the records of one name that do not contradict each other, as far as something speaks for it."""
    joined: set[str] = set()
    for members, because in _conditions(cluster):
        for body in members[1:]:
            yield members[0], body, EQUAL_NAMES, [f"{NAME_ONLY}: {_names(members[0], body)}", because]
        if len(members) > 1:
            joined.update(body.record_id for body in members)
    for body in cluster[1:]:
        if cluster[0].record_id not in joined or body.record_id not in joined:
            reasons = [_names(cluster[0], body), "nothing else that is known speaks for or against it"]
            yield cluster[0], body, EQUAL_NAMES_UNPROVEN, reasons


def _conditions(cluster: list[Body]) -> Iterator[tuple[list[Body], str]]:
    """The subsets of a cluster of which any two satisfy one condition, with the condition in words."""
    forms = {body.legal_form for body in cluster if body.legal_form}
    if any(body.has_legal_form for body in cluster):
        words = f"the name has a legal form ({', '.join(sorted(forms))})" if forms else "the name has a legal form"
        yield [body for body in cluster if body.has_legal_form or body.words > 1], words
    known = [body for body in cluster if body.sector and body.place]
    if known:
        yield known, f"both are of the sector {known[0].sector} and based in {known[0].place_name}"
    local = [body for body in cluster if body.publisher_is_local and body.words > 1]
    if local:
        yield local, "the name has two words or more and both publishers belong to this place"


def _between(clusters: list[list[Body]]) -> Iterator[Proposal]:
    """Candidates among the parts of one name: each part with the first before it that it could be one with."""
    for index, cluster in enumerate(clusters):
        best: Proposal | None = None
        for other in clusters[max(0, index - _LOOK_BACK) : index]:
            against = contradictions(other, cluster)
            if "identifier" in against:
                continue
            reasons = [_names(other[0], cluster[0]), *(_against(field) for field in against)]
            if not against:
                reasons.append("others of this name contradict each other")
            probability = EQUAL_NAMES_CONTRADICTED if against else EQUAL_NAMES_UNPROVEN
            if best is None or probability > best[2]:
                best = (other[0], cluster[0], probability, reasons)
        if best is not None:
            yield best


def _against(field: str) -> str:
    return f"but their {field.replace('_', ' ')} differs"


def _names(left: Body, right: Body) -> str:
    if left.name == right.name:
        return f"both are called '{left.name}'"
    return f"'{left.name}' and '{right.name}' are one name but for the way it is written"
