"""Make the files of Northmere, a place that does not exist, in the formats and with the faults of real ones.

Run ``python -m examples.northmere_build``: always the same bytes. What is planted is told in ../northmere/README.md.
"""

import json
import random
from pathlib import Path

from examples.northmere_build.names import COUNCIL
from examples.northmere_build.payments import council_spend, csv_bytes, pct_spend, police_spend
from examples.northmere_build.services import all_services, directory, is_planted
from examples.northmere_build.workbook import workbook_sheets, write_workbook

HERE = Path(__file__).parent.parent / "northmere"


def main() -> None:
    """Write every file of the example."""
    random_ = random.Random(2009)
    ordinary = [service for service in all_services() if not is_planted(service)]
    in_workbook, in_directory = ordinary[1::3], [s for n, s in enumerate(ordinary) if n % 3 != 1]
    for folder, name, data in (
        ("council", "northmere-council-spend-2009-10.csv", council_spend(random_)),
        ("pct", "northmere-pct-over-500-2009-10.csv", pct_spend(random_)),
        ("police", "northmere-police-payments.csv", police_spend(random_)),
    ):
        (HERE / folder).mkdir(exist_ok=True)
        (HERE / folder / name).write_bytes(data)
    package = HERE / "northmere-information-service"
    package.mkdir(exist_ok=True)
    tables = directory(in_directory)
    for name, rows in tables.items():
        (package / name).write_bytes(csv_bytes(rows, "utf-8", "\n"))
    described = {
        "name": "northmere-information-service",
        "publishers": [{"name": COUNCIL}],
        "licenses": [{"title": "Open Government Licence 3.0 (United Kingdom)"}],
        "resources": [{"name": name.removesuffix(".csv"), "path": name} for name in tables],
    }
    (package / "datapackage.json").write_text(json.dumps(described, indent=1) + "\n", "utf-8")
    write_workbook(HERE / "northmere-place.xlsx", workbook_sheets(in_workbook))


if __name__ == "__main__":
    main()
