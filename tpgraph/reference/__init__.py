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
    LegalForm,
    LocalAuthority,
    OrgIdPrefix,
    OtherPublicBody,
    Region,
    client_group_synonyms,
    cofog,
    gss_levels,
    ledger_catch_alls,
    legal_forms,
    local_authorities,
    nations_regions,
    org_id_prefixes,
    other_public_bodies,
)
from tpgraph.reference.places import ReferencePlace, place_by_gss, place_by_name, places

__all__ = [
    "CofogDivision",
    "LegalForm",
    "LocalAuthority",
    "OrgIdPrefix",
    "OtherPublicBody",
    "PublicBody",
    "ReferencePlace",
    "Region",
    "client_group_synonyms",
    "cofog",
    "fold",
    "fold_sql",
    "gss_levels",
    "ledger_catch_alls",
    "legal_forms",
    "local_authorities",
    "nations_regions",
    "org_id_prefixes",
    "other_public_bodies",
    "place_by_gss",
    "place_by_name",
    "places",
    "public_bodies",
    "public_body",
    "public_body_by_gss",
    "public_body_by_identifier",
    "simplify",
]
