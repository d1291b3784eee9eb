"""Small open code lists that ship with tpgraph, and what they know about bodies and places.

Each list is a CSV in this folder that states its source and licence. Nothing here is downloaded when tpgraph runs.
"""

from tpgraph.reference.bodies import (
    PublicBody,
    public_bodies,
    public_body,
    public_body_by_gss,
    public_body_by_identifier,
)
from tpgraph.reference.folding import fold, fold_sql, simplify
from tpgraph.reference.lists import (
    CofogDivision,
    HealthSuccession,
    Indicator,
    LegalForm,
    LocalAuthority,
    OrganisationWord,
    OrgIdPrefix,
    OtherPublicBody,
    Region,
    client_group_synonyms,
    cofog,
    gss_levels,
    health_successions,
    indicators,
    ledger_catch_alls,
    legal_forms,
    local_authorities,
    nations_regions,
    org_id_prefixes,
    organisation_words,
    other_public_bodies,
)
from tpgraph.reference.nations import WHOLE, NationCount, districts_of, nation_counts
from tpgraph.reference.places import ReferencePlace, ended_places_by_name, place_by_gss, place_by_name, places
from tpgraph.reference.successions import Successor, body_successors, health_name, place_successors

__all__ = [
    "WHOLE",
    "CofogDivision",
    "HealthSuccession",
    "Indicator",
    "LegalForm",
    "LocalAuthority",
    "NationCount",
    "OrgIdPrefix",
    "OrganisationWord",
    "OtherPublicBody",
    "PublicBody",
    "ReferencePlace",
    "Region",
    "Successor",
    "body_successors",
    "client_group_synonyms",
    "cofog",
    "districts_of",
    "ended_places_by_name",
    "fold",
    "fold_sql",
    "gss_levels",
    "health_name",
    "health_successions",
    "indicators",
    "ledger_catch_alls",
    "legal_forms",
    "local_authorities",
    "nation_counts",
    "nations_regions",
    "org_id_prefixes",
    "organisation_words",
    "other_public_bodies",
    "place_by_gss",
    "place_by_name",
    "place_successors",
    "places",
    "public_bodies",
    "public_body",
    "public_body_by_gss",
    "public_body_by_identifier",
    "simplify",
]
