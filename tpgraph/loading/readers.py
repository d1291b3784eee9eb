"""The readers, by one name each: CSV, workbook and JSON files as text with exact lines."""

from tpgraph.loading.csv_reader import read_csv, read_head
from tpgraph.loading.json_reader import read_json
from tpgraph.loading.raw import HeaderScore, RawTable
from tpgraph.loading.workbook_reader import read_workbook, read_workbook_head

__all__ = ["HeaderScore", "RawTable", "read_csv", "read_head", "read_json", "read_workbook", "read_workbook_head"]
