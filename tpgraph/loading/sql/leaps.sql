-- The values that leap above their neighbours, each told once; see leaps.py.

CREATE TEMP TABLE leaping AS
SELECT
    leap.source, leap.kind, leap.field, leap.key IS NULL AS is_column, leap.usual, f.sheet, f.line, f.amount_pence AS value, f.payee AS of_whom
FROM finished.large AS f
JOIN finished.leap AS leap ON leap.source = tp_source(f.sheet) AND leap.kind = 'flow' AND leap.basis = f.basis
    AND (leap.key IS NULL OR leap.key = tp_series(f.payee_record, f.basis)) AND abs(f.amount_pence) >= leap.least
UNION ALL
SELECT leap.source, leap.kind, leap.field, leap.key IS NULL, leap.usual, o.sheet, o.line, o.value, NULL
FROM observed AS o
JOIN finished.leap AS leap ON leap.source = tp_source(o.sheet) AND leap.kind = o.kind AND leap.field = o.field
    AND (leap.key IS NULL OR leap.key = o.key) AND abs(o.value) >= leap.least;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, tp_heading(sheet, [field, 'amount', 'cost'], replace(replace(field, '_pence', ''), '_', ' ')) AS "column",
    CASE WHEN is_money THEN tp_pounds(value) ELSE CAST(value // 100 AS VARCHAR) END AS value,
    'warning' AS severity, 'thousand-times-neighbours' AS code,
    CASE WHEN is_money THEN tp_pounds(value) ELSE printf('%,d', value // 100) END || ' is '
        || printf('%,d', CAST(round(abs(value) / usual) AS BIGINT)) || ' times what is usual '
        || CASE
            WHEN is_column THEN 'in this column'
            WHEN kind = 'flow' THEN 'for this payee'
            WHEN kind = 'spend' THEN 'for this heading'
            ELSE 'for this need'
        END
        || CASE WHEN is_money THEN ' (about ' || tp_pounds(CAST(round(usual, -2) AS BIGINT)) || ')' ELSE '' END AS sentence,
    'look whether a unit or a decimal point slipped' AS mend
FROM (
    SELECT *, field LIKE '%pence%' AS is_money
    FROM leaping
    QUALIFY row_number() OVER (PARTITION BY kind, field, sheet, line ORDER BY is_column) = 1
) AS slip
-- What was booked and taken back has been mended already.
WHERE NOT EXISTS (
    SELECT 1 FROM leaping AS other
    WHERE other.source = slip.source AND other.kind = slip.kind AND other.field = slip.field AND other.of_whom IS NOT DISTINCT FROM slip.of_whom
        AND other.value = -slip.value
);
