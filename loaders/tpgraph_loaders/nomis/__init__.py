"""Nomis and Census tables: how many people of each category live in each area; CSV or workbook.

A category is not yet a need: which need it counts is said by the sheet `indicators` and by the list that ships.
"""

from tpgraph_loaders.lazy import LazyLoader


class NomisLoader(LazyLoader):
    """Wide tables: a row an area with its code, a column a category that counts people."""

    name = "nomis"
    label = "Nomis and Census"
    about = "people by category and area, of Nomis or the Census: CSV with `geography code` or `mnemonic`"
    sql_names = ("client_needs.sql",)


LOADER = NomisLoader()
