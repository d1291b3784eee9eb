"""Small files for tests that go all the way through: written into a folder, loaded by the real loaders."""

from pathlib import Path

SPEND = """Body Name,Directorate,Expense Type,Payment Date,Transaction No,Supplier Name,Net Amount
Northmere Borough Council,Children,Fostering,05/05/2009,T1,Harbour Trust Ltd,"1,000.00"
Northmere Borough Council,Children,Fostering,06/05/2009,T2,Northmere Primary Care Trust,500.00
Northmere Borough Council,Housing,Repairs,07/05/2009,T3,Redacted Personal Data,20.00
Northmere Borough Council,Housing,Repairs,08/05/2009,T4,Granite Works Ltd,(10.00)
Northmere Borough Council,Housing,Repairs,09/05/2009,T5,Granite Works Ltd,1.2.3
"""

TRUST_SPEND = """Body Name,Date,Expense type,Supplier,Transaction number,Amount
Northmere Primary Care Trust,10-Jun-09,Health visiting,HARBOUR TRUST LIMITED,P1,300.00
"""

SERVICES = """id,organisation_id,name,description,needs,client_group,place,start
s1,o1,Stay and Play,Drop-in play for small children,Parenting support,Under-fives,Harbour,2008-04-01
s2,o2,Play Together,Drop-in play for small children,Parenting support,Children under 5,Harbour,2009-01-01
s3,o2,Debt Help,Money advice,Debt advice,Adults,Hill,2009-01-01
"""

ORGANISATIONS = """id,name,sector
o1,Harbour Trust Ltd,voluntary
o2,Northmere Borough Council,local
"""


def write_place(folder: Path) -> Path:
    """Write two spend files and a CSV folder of tpgraph's template."""
    for name, text in (
        ("council/spend.csv", SPEND),
        ("trust/spend.csv", TRUST_SPEND),
        ("lists/services.csv", SERVICES),
        ("lists/organisations.csv", ORGANISATIONS),
    ):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder
