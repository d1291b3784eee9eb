"""Names of the bodies, wards, needs and suppliers of Northmere. All are invented."""

COUNCIL, PCT = "Northmere Borough Council", "Northmere Primary Care Trust"

POLICE, FIRE = "Northmere Police Authority", "Northmere Fire and Rescue Authority"

WARDS = ("Harbour", "Hill Top", "Fen End", "Mill Lane", "Castle", "Brickfields")

# code, need, theme, the people it is for, further people it is for
NEEDS = (
    ("01", "Parenting support", "Under-fives", "Under-fives", "Parents"),
    ("02", "Early language", "Under-fives", "Under-fives", "Deaf people"),
    ("03", "Debt advice", "Money and work", "Working-age adults", "Lone parents"),
    ("04", "Help into work", "Money and work", "Unemployed people", "Young people"),
    ("05", "Alcohol treatment", "Drugs and alcohol", "Adults", "Young people"),
    ("06", "Drug treatment", "Drugs and alcohol", "Adults", "People leaving prison"),
    ("07", "Falls prevention", "Older people", "Older people", "Disabled people"),
    ("08", "Home care", "Older people", "Older people", "Carers"),
    ("09", "Respite for young carers", "Families", "Young carers", "Lone parents"),
    ("10", "Housing advice", "Housing", "Homeless people", "Refugees"),
    ("11", "Counselling", "Mental health", "Adults", "Veterans"),
    ("12", "Resettlement after prison", "Offenders", "People leaving prison", "Lone parents"),
)

CHARITIES = (
    "Northmere Advice Centre",
    "Quayside Youth Project",
    "Castle Community Trust",
    "Fen End Residents Association",
    "Work Northmere CIC",
    "Lifeboat Recovery Service",
    "Hilltop Wellbeing CIC",
    "Mill Lane Family Centre",
    "Northmere Carers Network",
    "Brickfields Settlement",
    "Anchor Housing Advice Ltd",
    "Northmere Counselling Ltd",
    "Second Start Resettlement Ltd",
    "Silver Threads Older People's Forum",
    "Northmere Deaf Club",
    "Open Door Northmere",
    "Northmere Veterans Support",
    "Safe Harbour Refuge",
    "Talk Time Early Language CIC",
    "Steady On Falls Prevention Ltd",
)

SUPPLIERS = (
    "Bridgewater Temporary Staffing Ltd",
    "Caf\u00e9 Qu\u00e9bec Catering Ltd",
    "Eastmere Fleet Hire plc",
    "Fenland Grounds Maintenance Ltd",
    "Granite Road Surfacing Ltd",
    "Halyard IT Services Ltd",
    "Ironside Security Ltd",
    "Juniper Office Supplies Ltd",
    "Kestrel Legal LLP",
    "Lantern Energy plc",
    "Merchant Waste Services Ltd",
    "Northern Gas and Power plc",
    "Oakum Building Contractors Ltd",
    "Pennant Training Ltd",
    "Quarry Lane Printers Ltd",
    "Riverbank Care Homes Ltd",
    "Sandbar Software Ltd",
    "Tideway Translation Services Ltd",
    "Umber Cleaning Ltd",
    "Vane and Rudder Insurance plc",
    "Wharf Road Pharmacy Ltd",
    "Yardarm Scaffolding Ltd",
    "Zephyr Telecom plc",
    "Breakwater Agency Nurses Ltd",
    "Cutter Street Dental Ltd",
    "Dredge and Sons Ltd",
    "Ebb Tide Laundry Ltd",
    "Foreshore Transport Ltd",
    "Gantry Lifts Ltd",
    "Hawser Logistics Ltd",
    "Inlet Diagnostics Ltd",
    "Jetty Road Surgery",
    "Keelson Chambers",
    "Landing Stage Events Ltd",
    "Mooring Technology Ltd",
    "Northmere College",
    "Outfall Drainage Ltd",
    "Pilot House Records Ltd",
    "Rigging Loft Furniture Ltd",
    "Slipway Vehicles Ltd",
)

TRUST = "Harbour Family Trust"

TRUST_ID = "GB-CHC-9990001"
