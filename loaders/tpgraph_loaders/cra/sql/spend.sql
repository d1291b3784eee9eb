-- Lines of spending -> the high-level count of departments. Two equal lines are two lines: each counts.

CREATE TEMP TABLE keyed AS
SELECT
    *,
    concat_ws(
        chr(31), tp_fold(organisation), tp_fold(heading), capital, coalesce(note, ''), financial_year, CAST(amount_pence AS VARCHAR)
    ) AS row_key,
    tp_record_id('organisation', tp_fold(organisation)) AS organisation_record
FROM landed.lines;

INSERT INTO record.spend BY NAME
SELECT
    tp_record_id('spend', row_key || chr(31) || row_number() OVER (PARTITION BY row_key ORDER BY sheet, line)) AS record_id,
    sheet,
    line,
    CASE WHEN cofog IS NOT NULL THEN '{"cofog":"' || cofog || '"}' END AS extra,
    organisation,
    heading,
    amount_pence,
    financial_year,
    'outturn' AS basis,
    capital,
    'recorded' AS how_sure,
    note,
    organisation_record
FROM keyed;

INSERT INTO record.taken
SELECT sheet, line, CAST(sum(amount_pence) AS BIGINT) FROM keyed GROUP BY sheet, line;

INSERT INTO record.money_read
SELECT sheet, line, amount_pence FROM keyed;

INSERT INTO record.organisation BY NAME
SELECT
    organisation_record AS record_id,
    sheet,
    line,
    organisation AS name,
    'central' AS sector,
    false AS stub,
    true AS mentioned
FROM keyed
QUALIFY row_number() OVER (PARTITION BY organisation_record ORDER BY sheet, line) = 1;
