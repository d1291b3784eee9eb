"""One service told in every dialect of Open Referral: a small package each, as the published tables and pages have it.

HSDS 1 and 2: openreferral/specification, tags v1.1 and v2.0.1, and its sample data package; HSDS 3: its examples; Open
Referral UK 1: the application profile of OpenReferralUK/human-services and the pages of its interface; Open Referral
UK 3: OpenReferralUK/uk-profile; Ohana: the sample CSV of codeforamerica/ohana-api. All values are made up.
"""

import json

Package = dict[str, str]


def _page(key: str, total: str, service: dict[str, object]) -> str:
    return json.dumps({key: [service], total: 1})


_ADDRESS = "id,location_id,address_1,city,postal_code\na1,l1,1 Quay St,Northmere,NM1 2AB\n"
_LOCATIONS = "id,name,description,transportation,latitude,longitude\nl1,Hall,,bus,53.5,-2.3\n"
_ORGANISATIONS = "id,name,alternate_name,description,email,url,tax_status,legal_status\no1,Harbour Trust,,,,,,charity\n"
_LINKS = "id,service_id,location_id,description\nx1,s1,l1,\n"
_FUNDING = "id,organization_id,service_id,source\nf1,,s1,The city council\n"

HSDS_1: Package = {
    "organizations.csv": _ORGANISATIONS,
    "services.csv": "id,organization_id,program_id,name,status,application_process,fees\n"
    "s1,o1,,Stay and play,active,Walk in,Adults: 3.50 GBP\n",
    "locations.csv": _LOCATIONS,
    "services_at_location.csv": _LINKS,
    "physical_addresses.csv": _ADDRESS,
    "regular_schedules.csv": "id,service_id,weekday,opens_at,closes_at\nh1,s1,1,09:00:00,12:00:00\nh2,s1,2,9am,12pm\n",
    "funding.csv": _FUNDING,
    "eligibility.csv": "id,service_id,eligibility\ne1,s1,Anyone with a child\n",
    "service_areas.csv": "id,service_id,service_area,description\nz1,s1,Northmere,\n",
    "payments_accepted.csv": "id,service_id,payment\np1,s1,cash\n",
    "languages.csv": "id,service_id,location_id,language\ng1,s1,,Polish\n",
    "taxonomy.csv": "id,name,parent_id,parent_name,vocabulary\nt0,Family,,,esdNeed\nt1,Parenting,t0,Family,esdNeed\n",
    "services_taxonomy.csv": "id,service_id,taxonomy_id,taxonomy_detail\ny1,s1,t1,\n",
}
HSDS_2: Package = {
    **{name: HSDS_1[name] for name in HSDS_1 if "taxonomy" not in name and "schedules" not in name},
    "schedules.csv": "id,service_id,location_id,service_at_location_id,freq,interval,byday,opens_at,closes_at\n"
    'h1,s1,,,WEEKLY,1,"MO,TU",09:00,12:00\n',
    "taxonomy_terms.csv": "id,term,description,parent_id,taxonomy,language\n"
    "t0,Family,,,esdNeed,en\nt1,Parenting,,t0,esdNeed,en\n",
    "service_attributes.csv": "id,service_id,taxonomy_term_id\ny1,s1,t1\n",
    "other_attributes.csv": "id,link_id,link_type,taxonomy_term_id\ny2,o1,organization,t1\n",
}
HSDS_3: Package = {
    "organizations.csv": "id,name,legal_status,parent_organization_id\no1,Harbour Trust,charity,\n",
    "services.csv": "id,organization_id,name,status,application_process,fees_description,eligibility_description,"
    "minimum_age,maximum_age\ns1,o1,Stay and play,active,Walk in,,Anyone with a child,0,5\n",
    "locations.csv": "id,location_type,name,latitude,longitude\nl1,physical,Hall,53.5,-2.3\n",
    "service_at_location.csv": _LINKS,
    "addresses.csv": _ADDRESS,
    "schedules.csv": HSDS_2["schedules.csv"],
    "funding.csv": _FUNDING,
    "service_areas.csv": "id,service_id,name,description,extent,extent_type,uri\nz1,s1,Northmere,,,,\n",
    "cost_options.csv": "id,service_id,option,currency,amount,amount_description\nc1,s1,Adults,gbp,3.50,\n",
    "languages.csv": "id,service_id,name,code\ng1,s1,Polish,pl\n",
    "organization_identifiers.csv": "id,organization_id,identifier_scheme,identifier_type,identifier\n"
    "i1,o1,GB-CHC,Charity number,1089893\n",
    "taxonomies.csv": "id,name,description,uri,version\nv1,esdNeed,,,1\n",
    "taxonomy_terms.csv": "id,code,name,description,parent_id,taxonomy,language,taxonomy_id,term_uri\n"
    "t0,,Family,,,,en,v1,\nt1,,Parenting,,t0,,en,v1,\n",
    "attributes.csv": "id,link_id,taxonomy_term_id,link_type,link_entity\ny1,s1,t1,,service\n",
}
UK_3: Package = {
    **{name: HSDS_3[name] for name in HSDS_3 if name not in ("attributes.csv", "schedules.csv", "addresses.csv")},
    "attribute.csv": HSDS_3["attributes.csv"],
    "schedule.csv": HSDS_3["schedules.csv"],
    "address.csv": HSDS_3["addresses.csv"],
}
OHANA: Package = {
    "organizations.csv": "id,accreditations,alternate_name,date_incorporated,legal_status,name,tax_id\n"
    "o1,,,,charity,Harbour Trust,\n",
    "locations.csv": "id,organization_id,accessibility,alternate_name,latitude,longitude,name,transportation,virtual\n"
    "l1,o1,ramp,,53.5,-2.3,Hall,bus,\n",
    "services.csv": "id,location_id,program_id,accepted_payments,application_process,audience,eligibility,fees,"
    "funding_sources,languages,name,service_areas,status,taxonomy_ids\n"
    "s1,l1,,cash,Walk in,Families,Anyone with a child,Adults: 3.50 GBP,The city council,Polish,Stay and play,"
    "Northmere,active,101-01\n",
    "addresses.csv": "id,location_id,address_1,address_2,city,state_province,postal_code,country\n"
    "a1,l1,1 Quay St,,Northmere,,NM1 2AB,GB\n",
    "regular_schedules.csv": "id,location_id,service_id,weekday,opens_at,closes_at\n"
    "h1,,s1,Monday,09:00,12:00 PM\nh2,,s1,Tuesday,9:00 AM,12:00\n",
    "taxonomy.csv": "taxonomy_id,name,parent_id,parent_name\n101,Family,,\n101-01,Parenting,101,Family\n"
    "102,Food,,\n102-01,Parenting,102,Food\n",
}

_SITE: dict[str, object] = {"id": "l1", "name": "Hall", "latitude": 53.5, "longitude": -2.3}
_PLACE: dict[str, object] = {"id": "a1", "address_1": "1 Quay St", "city": "Northmere", "postal_code": "NM1 2AB"}
_SERVICE: dict[str, object] = {
    "id": "s1",
    "name": "Stay and play",
    "status": "active",
    "application_process": "Walk in",
}

_JSON_3: dict[str, object] = {
    **_SERVICE,
    "eligibility_description": "Anyone with a child",
    "minimum_age": 0,
    "maximum_age": 5,
    "organization": {
        "id": "o1", "name": "Harbour Trust", "legal_status": "charity",
        "organization_identifiers": [{"id": "i1", "identifier_scheme": "GB-CHC", "identifier": "1089893"}],
    },
    "service_at_locations": [{"id": "x1", "location": {**_SITE, "location_type": "physical", "addresses": [_PLACE]}}],
    "schedules": [{"id": "h1", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00"}],
    "funding": [{"id": "f1", "source": "The city council"}],
    "service_areas": [{"id": "z1", "name": "Northmere"}],
    "cost_options": [{"id": "c1", "option": "Adults", "currency": "gbp", "amount": "3.50"}],
    "languages": [{"id": "g1", "name": "Polish", "code": "pl"}],
    "attributes": [
        {
            "id": "y1",
            "link_entity": "service",
            "taxonomy_term": {
                "id": "t1", "name": "Parenting", "parent_id": "t0", "taxonomy_detail": {"id": "v1", "name": "esdNeed"},
            },
        },
        {"id": "y2", "link_entity": "service", "taxonomy_term": {"id": "t0", "name": "Family", "taxonomy": "esdNeed"}},
    ],
}  # fmt: skip
_JSON_UK_1: dict[str, object] = {
    **_SERVICE,
    "fees": None,
    "attending_type": "venue",
    "organization": {"id": "o1", "name": "Harbour Trust", "url": "https://harbour.example", "legal_status": "charity"},
    "contacts": [{"id": "k1", "name": "Somebody", "phones": [{"number": "020 7946 0000"}]}],
    "eligibilitys": [{"id": "e1", "eligibility": "Anyone with a child", "minimum_age": 0, "maximum_age": 5}],
    "fundings": [{"id": "f1", "source": "The city council"}],
    "languages": [{"id": "g1", "language": "Polish"}],
    "regular_schedules": [{"id": "h1", "byday": "MO,TU", "opens_at": "09:00:00", "closes_at": "12:00:00"}],
    "service_areas": [{"id": "z1", "service_area": "Northmere", "extent": None, "uri": None}],
    "cost_options": [{"id": "c1", "option": "Adults", "amount": 3.5, "amount_description": "GBP"}],
    "service_at_locations": [
        {"id": "x1", "location": {**_SITE, "physical_addresses": [_PLACE]}, "regular_schedule": []}
    ],
    "service_taxonomys": [
        {"id": "y1", "taxonomy": {"id": "t1", "name": "Parenting", "vocabulary": "esdNeed", "parent_id": "t0"}},
        {"id": "y2", "taxonomy": {"id": "t0", "name": "Family", "vocabulary": "esdNeed"}},
        {"id": "y3", "taxonomy": {"id": "towngroup:56", "name": "Carers", "vocabulary": "Town User Groups"}},
    ],
}

DIALECTS: dict[str, Package] = {
    "HSDS 1 CSV": HSDS_1,
    "HSDS 2 CSV": HSDS_2,
    "HSDS 3 CSV": HSDS_3,
    "HSDS 3 page": {"services.json": _page("contents", "total_items", _JSON_3)},
    "Open Referral UK 1 page": {"services.json": _page("content", "totalElements", _JSON_UK_1)},
    "Open Referral UK 3 CSV": UK_3,
    "Open Referral UK 3 page": {"services.json": _page("contents", "total_items", _JSON_3)},
    "Ohana CSV": OHANA,
}
