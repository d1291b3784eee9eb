"""The services, ordinary and planted, and the directory that lists most of them."""

from collections.abc import Sequence

from examples.northmere_build.names import CHARITIES, COUNCIL, NEEDS, PCT, POLICE, TRUST, WARDS

Row = dict[str, str]


def all_services() -> list[Row]:
    """Every service that is not planted: one a need, ward and group, but for debt advice in Hill Top."""
    found = []
    for number, (code, need, _, first, second) in enumerate(NEEDS):
        for place, ward in enumerate(WARDS):
            for turn, group in enumerate((first, second)):
                if (need, ward) == ("Debt advice", "Hill Top"):
                    continue
                provider = CHARITIES[(number * 3 + place + turn * 7) % len(CHARITIES)]
                name = f"{ward} {need.lower()} for {group.lower()}"
                found.append(
                    {"code": code, "need": need, "ward": ward, "group": group, "provider": provider, "name": name}
                )
    for ward in ("Harbour", "Brickfields"):
        name = f"{ward} counselling for carers"
        more = {"code": "11", "need": "Counselling", "ward": ward, "group": "Carers", "name": name}
        found.append({**more, "provider": CHARITIES[11]})
    return found


def is_planted(service: Row) -> bool:
    """Whether a planted pair takes this need, ward and group."""
    return (service["need"], service["ward"], service["group"]) in {
        ("Parenting support", "Harbour", "Under-fives"),
        ("Debt advice", "Castle", "Working-age adults"),
        ("Alcohol treatment", "Mill Lane", "Adults"),
        ("Falls prevention", "Fen End", "Older people"),
        ("Help into work", "Brickfields", "Unemployed people"),
        ("Housing advice", "Castle", "Homeless people"),
    }


# need code, ward, group, provider, name, description, cost, people, start, end: the lists' two entries of each pair
PLANTED_IN_DIRECTORY = (
    (
        "01",
        "Harbour",
        "Under-fives",
        TRUST,
        "Harbour Stay and Play",
        "Drop-in play and advice for parents of small children",
    ),
    (
        "03",
        "Castle",
        "Working-age adults",
        "Northmere Advice Centre",
        "Castle Debt Advice",
        "Free debt and money advice",
    ),
    (
        "05",
        "Mill Lane",
        "Adults",
        "Lifeboat Recovery Service",
        "Mill Lane Alcohol Clinic",
        "Help to cut down or stop drinking",
    ),
    (
        "07",
        "Fen End",
        "Older people",
        "Steady On Falls Prevention Ltd",
        "Fen End Strength and Balance",
        "Exercise that prevents falls",
    ),
    (
        "04",
        "Brickfields",
        "Unemployed people",
        "Work Northmere CIC",
        "Brickfields Job Club",
        "Help with searching and applying for work",
    ),
)

PLANTED_IN_WORKBOOK = (
    (
        "n01",
        "Harbour",
        "Children under 5",
        PCT,
        "Early Years Drop-in",
        "Drop-in play and advice for parents",
        96_000,
        180,
        "2008-09-01",
        "",
    ),
    (
        "n03",
        "Castle",
        "Working-age adults",
        COUNCIL,
        "Money Matters",
        "Debt and money advice at the library",
        74_000,
        240,
        "2007-04-01",
        "",
    ),
    (
        "n05",
        "Mill Lane",
        "Adults",
        POLICE,
        "Alcohol Referral from Custody",
        "Help to cut down or stop drinking",
        58_500,
        95,
        "2009-04-01",
        "",
    ),
    (
        "n07",
        "Fen End",
        "Over 65s",
        PCT,
        "Falls Clinic Fen End",
        "Exercise and checks that prevent falls",
        61_000,
        130,
        "2008-04-01",
        "",
    ),
    (
        "n04",
        "Brickfields",
        "Unemployed people",
        "Work Northmere CIC",
        "Job Club Brickfields",
        "Help with searching and applying for work",
        42_000,
        110,
        "2009-01-05",
        "",
    ),
    (
        "n10",
        "Castle",
        "Homeless people",
        COUNCIL,
        "Castle Housing Line",
        "Advice for people who may lose their home",
        39_000,
        85,
        "2005-04-01",
        "2009-03-31",
    ),
    (
        "n10",
        "Castle",
        "Homeless people",
        "Anchor Housing Advice Ltd",
        "Housing Options Castle",
        "Advice for people who may lose their home",
        44_000,
        90,
        "2009-04-01",
        "",
    ),
)


def directory(services: Sequence[Row]) -> dict[str, list[list[str]]]:
    """The directory as an Open Referral package: its tables by file name."""
    names = [f"{TRUST} Ltd", *CHARITIES, COUNCIL]
    # Services name the trust without its legal form.
    organisation_id = {name.replace(f"{TRUST} Ltd", TRUST): f"org-{n:02d}" for n, name in enumerate(names)}
    listed = [
        (f"svc-{n:03d}", organisation_id[s["provider"]], s["name"], "", s["code"], s["group"], s["ward"])
        for n, s in enumerate(services)
    ]
    listed += [
        (f"svc-9{n:02d}", organisation_id[provider], name, about, code, group, ward)
        for n, (code, ward, group, provider, name, about) in enumerate(PLANTED_IN_DIRECTORY)
    ]
    # An orphan: its organisation stands nowhere.
    listed.append(("svc-999", "org-77", "Walking Group", "A weekly walk", "07", "Older people", "Harbour"))
    groups = sorted({row[5] for row in listed})
    group_id = {group: f"northmereCircumstance:{n:02d}" for n, group in enumerate(groups, 1)}
    terms = [
        [f"northmereNeed:{code}", f"northmereNeed:{code}", need, "", "Northmere needs"] for code, need, *_ in NEEDS
    ]
    terms += [[group_id[group], group_id[group], group, "", "Northmere circumstances"] for group in groups]
    links = [[s[0], f"northmereNeed:{s[4]}"] for s in listed] + [[s[0], group_id[s[5]]] for s in listed]
    locations = [[f"loc-{n}", f"{ward} Community Hall", "53.{n}1", ""] for n, ward in enumerate(WARDS)]
    return {
        "organizations.csv": [
            ["id", "name", "description", "email", "website"],
            *(
                [organisation_id[name.replace(f"{TRUST} Ltd", TRUST)], name, "", "office@northmere.example", ""]
                for name in names
            ),
        ],
        "organization_identifiers.csv": [
            ["id", "organization_id", "identifier_scheme", "identifier_type", "identifier"],
            ["id-1", organisation_id[TRUST], "GB-CHC", "Charity number", "9990001"],
        ],
        "services.csv": [
            ["id", "organization_id", "name", "description", "status", "email"],
            *([s[0], s[1], s[2], s[3], "active", ""] for s in listed),
        ],
        "schedules.csv": [
            ["id", "service_id", "valid_from", "valid_to", "byday", "opens_at", "closes_at"],
            *([f"sch-{s[0]}", s[0], "", "", "MO,WE", "09:00", "12:00"] for s in listed),
        ],
        "locations.csv": [["id", "name", "latitude", "longitude"], *([row[0], row[1], "", ""] for row in locations)],
        "service_at_location.csv": [
            ["id", "service_id", "location_id"],
            *([f"sal-{s[0]}", s[0], f"loc-{WARDS.index(s[6])}"] for s in listed),
        ],
        "service_areas.csv": [["id", "service_id", "name"], *([f"area-{s[0]}", s[0], s[6]] for s in listed)],
        "taxonomy_terms.csv": [["id", "code", "name", "parent_id", "taxonomy"], *terms],
        "attributes.csv": [
            ["id", "link_id", "taxonomy_term_id", "link_type", "link_entity"],
            *([f"att-{n}", service, term, "", "service"] for n, (service, term) in enumerate(links)),
        ],
        "contacts.csv": [
            ["id", "organization_id", "name", "title", "email"],
            ["c-1", organisation_id[TRUST], "A Sample", "Manager", "a.sample@northmere.example"],
        ],
        "phones.csv": [["id", "organization_id", "number"], ["p-1", organisation_id[TRUST], "020 7946 0018"]],
    }
