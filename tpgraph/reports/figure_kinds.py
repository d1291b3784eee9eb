"""Figures that reports show beside the rows of analyses, each with the rule and the query for the rows behind it.

Every query runs over a money ledger (tables `flow` and `listed`), the graph's `funding_flow`, and the records' `load`,
`problem` and `set_aside`; `stands` says where a record stands. It gives the key of the figure as k1, k2, k3 and one row
a line behind it. Amounts of two bases or two years never share a key, but for sizes of files and of faults in them,
which are no totals of money spent.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FigureKind:
    """One kind of figure: `letters` begin its ids, `rule` is how it is worked out, `lines` the query behind it."""

    name: str
    letters: str
    rule: str
    lines: str


_FLOW = "id AS record_id, amount_pence, date, payer, payee, payee_status, purpose"

BODY = FigureKind(
    "body",
    "BM",
    "Every itemised flow that the body pays, of one basis and one financial year; credits are negative.",
    f"SELECT payer AS k1, financial_year AS k2, basis AS k3, {_FLOW} FROM listed",
)
THEME = FigureKind(
    "theme",
    "TM",
    "Every itemised flow of the theme that a counted body pays, of one basis and one financial year. Payments between "
    "bodies we count are in it, so themes add up to what is listed, not to what is counted once.",
    "SELECT coalesce(nullif(theme, ''), 'not yet themed') AS k1, financial_year AS k2, basis AS k3, "
    f"{_FLOW} FROM listed",
)
COUNT = FigureKind(
    "high-level count",
    "HC",
    "Every line of the high-level count that the body gave for one basis and one financial year. It stands beside "
    "itemised money and is never added to it.",
    """
    SELECT p.source_id AS k1, coalesce(f.financial_year, '') AS k2, coalesce(f.basis, '') AS k3, f.id AS record_id,
           f.amount_pence, coalesce(f.purpose, f.name, 'no heading') AS text
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id WHERE f.detail = 'count'
    """,
)
COUNT_LINE = FigureKind(
    "line of the high-level count",
    "HL",
    "The lines of the high-level count that the body gave under this heading, of one basis and one financial year.",
    """
    SELECT p.source_id AS k1, concat_ws(' ', nullif(f.financial_year, ''), f.basis) AS k2,
           concat_ws('|', coalesce(f.purpose, f.name, ''), coalesce(f.theme, ''), coalesce(f.capital, 'unknown'),
                     coalesce(f.spent_on, ''), coalesce(f.prevention_or_response, ''), coalesce(f.how_sure, '')) AS k3,
           f.id AS record_id, f.amount_pence, coalesce(f.purpose, f.name, 'no heading') AS text
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id WHERE f.detail = 'count'
    """,
)
UNKNOWN_PAYEE = FigureKind(
    "unknown payee",
    "UP",
    "Every itemised flow of a counted body whose payee is redacted or blank, of one basis and one financial year. "
    "Payments to individuals are not among them.",
    f"SELECT '' AS k1, financial_year AS k2, basis AS k3, {_FLOW} FROM listed "
    "WHERE payee_status IN ('redacted', 'blank')",
)
UNKNOWN_YEAR = FigureKind(
    "unknown year",
    "UY",
    "Every itemised flow that has neither a financial year nor a date, of one basis.",
    f"SELECT '' AS k1, '' AS k2, basis AS k3, {_FLOW} FROM flow WHERE financial_year = ''",
)
UNTHEMED = FigureKind(
    "not yet themed",
    "UT",
    "Every itemised flow of a counted body without a theme, of one basis and one financial year.",
    f"SELECT '' AS k1, financial_year AS k2, basis AS k3, {_FLOW} FROM listed WHERE coalesce(theme, '') = ''",
)
TEXT = FigureKind(
    "text without a theme",
    "TX",
    "Every flow and line of the high-level count that bears this text and has no theme, whatever its year and basis: "
    "a size to sort by, not a total of money spent.",
    """
    SELECT coalesce(l.publisher, '') AS k1,
           CASE WHEN f.detail = 'count' THEN 'heading' WHEN f.purpose IS NOT NULL THEN 'purpose' ELSE 'unit' END AS k2,
           coalesce(f.purpose, f.unit) AS k3, f.id AS record_id, f.amount_pence, i.date, i.payer, i.payee,
           i.payee_status, f.purpose, CASE WHEN f.detail = 'count' THEN f.purpose END AS text
    FROM funding_flow f LEFT JOIN stands s ON s.record_id = f.id LEFT JOIN load l USING (load_id)
    LEFT JOIN flow i ON i.id = f.id
    WHERE coalesce(f.theme, '') = '' AND coalesce(f.purpose, f.unit) IS NOT NULL
    """,
)
FILE = FigureKind(
    "file",
    "FI",
    "Rows read = rows loaded + rows set aside, and the money of both adds up to the file's, to the penny: its flows "
    "and lines of the high-level count, and the rows set aside.",
    """
    SELECT s.load_id AS k1, coalesce(s.sheet, '') AS k2, '' AS k3, f.id AS record_id, f.amount_pence, i.date, i.payer,
           i.payee, i.payee_status, f.purpose, CASE WHEN f.detail = 'count' THEN f.purpose END AS text, s.file, s.sheet,
           s.line
    FROM stands_all s JOIN funding_flow f ON f.id = s.record_id LEFT JOIN flow i ON i.id = f.id
    UNION ALL BY NAME
    SELECT load_id AS k1, coalesce(sheet, '') AS k2, '' AS k3, '' AS record_id, amount_pence,
           reason || CASE WHEN rows > 1 THEN ' (' || rows || ' rows)' ELSE '' END AS text, l.file, sheet, line
    FROM set_aside JOIN load l USING (load_id)
    UNION ALL BY NAME
    SELECT load_id AS k1, coalesce(sheet, '') AS k2, '' AS k3, '' AS record_id, NULL::BIGINT AS amount_pence,
           'read: ' || rows_read || ' rows; loaded: ' || rows_loaded || '; set aside: ' || rows_set_aside AS text,
           l.file, sheet, NULL::BIGINT AS line
    FROM file_sums JOIN load l USING (load_id)
    """,
)
SET_ASIDE = FigureKind(
    "set aside",
    "SA",
    "Every row of the file that was set aside for this reason, with the money it states. They are in no other figure.",
    """
    SELECT load_id AS k1, reason AS k2, '' AS k3, '' AS record_id, amount_pence,
           reason || CASE WHEN rows > 1 THEN ' (' || rows || ' rows)' ELSE '' END AS text, l.file, sheet, line
    FROM set_aside JOIN load l USING (load_id)
    """,
)
PROBLEM = FigureKind(
    "problem",
    "PR",
    "Every row of the file with this problem that was loaded all the same, with the money it states.",
    """
    SELECT p.load_id AS k1, p.code AS k2, '' AS k3, coalesce(f.id, '') AS record_id, f.amount_pence,
           concat_ws(': ', p.sentence, nullif(p.value, '')) AS text, l.file, p.sheet, p.line
    FROM (SELECT DISTINCT load_id, code, sheet, line, sentence, value FROM problem) p JOIN load l USING (load_id)
    LEFT JOIN stands_all s
      ON s.load_id = p.load_id AND coalesce(s.sheet, '') = coalesce(p.sheet, '') AND s.line = p.line
         AND s.record_id IN (SELECT id FROM funding_flow)
    LEFT JOIN funding_flow f ON f.id = s.record_id
    WHERE NOT EXISTS (SELECT 1 FROM set_aside a
                      WHERE a.load_id = p.load_id AND coalesce(a.sheet, '') = coalesce(p.sheet, '') AND a.line = p.line)
    """,
)

PAID = FigureKind(
    "paid by an organisation",
    "PD",
    "Every itemised flow that the organisation pays, of one basis and one financial year, counted or not.",
    f"SELECT payer AS k1, financial_year AS k2, basis AS k3, {_FLOW} FROM flow WHERE payer IS NOT NULL",
)
RECEIVED = FigureKind(
    "received by an organisation",
    "RC",
    "Every itemised flow to the organisation, of one basis and one financial year.",
    f"SELECT payee AS k1, financial_year AS k2, basis AS k3, {_FLOW} FROM flow WHERE payee IS NOT NULL",
)
BETWEEN_TWO = FigureKind(
    "paid by one organisation to another",
    "FL",
    "Every itemised flow from the one organisation to the other, of one basis and one financial year.",
    f"SELECT payer AS k1, payee AS k2, concat_ws(' ', financial_year, basis) AS k3, {_FLOW} FROM flow "
    "WHERE payer IS NOT NULL AND payee IS NOT NULL",
)
ON_THE_MAP = FigureKind(
    "theme on the map",
    "TP",
    "Every itemised flow of the theme, of one basis and one financial year, by whomever it is paid.",
    f"SELECT coalesce(nullif(theme, ''), 'not yet themed') AS k1, financial_year AS k2, basis AS k3, {_FLOW} FROM flow",
)

KINDS = (
    BODY,
    THEME,
    COUNT,
    COUNT_LINE,
    UNKNOWN_PAYEE,
    UNKNOWN_YEAR,
    UNTHEMED,
    TEXT,
    FILE,
    SET_ASIDE,
    PROBLEM,
    PAID,
    RECEIVED,
    BETWEEN_TWO,
    ON_THE_MAP,
)
