-- Lines of spending -> the high-level count, one row an authority, line and kind of spending; and the authorities.

CREATE TEMP TABLE keyed AS
SELECT *, row_number() OVER (PARTITION BY record_id ORDER BY sheet, line) AS place
FROM (
    SELECT
        *,
        tp_record_id(
            'spend',
            concat_ws(
                chr(31), coalesce(gss, ecode, tp_fold(authority)), basis, coalesce(financial_year, ''), tp_fold(heading), measure
            )
        ) AS record_id,
        tp_record_id('organisation', tp_fold(authority)) AS organisation_record
    FROM landed.lines
);

INSERT INTO record.spend BY NAME
SELECT
    record_id,
    coalesce(ecode, gss) AS source_id,
    sheet,
    line,
    CASE WHEN cofog IS NOT NULL THEN '{"cofog":"' || cofog || '"}' END AS extra,
    authority AS organisation,
    heading,
    amount_pence,
    financial_year,
    basis,
    'false' AS capital,
    spent_on,
    'recorded' AS how_sure,
    note,
    organisation_record
FROM keyed
WHERE place = 1;

-- A row whose figures all stand on another sheet is set aside as a row; of any other only that money.
CREATE TEMP TABLE summed AS
SELECT
    sheet,
    line,
    CAST(sum(amount_pence) AS BIGINT) AS amount_pence,
    CAST(sum(amount_pence) FILTER (place = 1) AS BIGINT) AS kept_pence,
    CAST(sum(amount_pence) FILTER (place > 1) AS BIGINT) AS twice_pence
FROM keyed
GROUP BY sheet, line;

INSERT INTO record.taken SELECT sheet, line, kept_pence FROM summed WHERE kept_pence IS NOT NULL;

INSERT INTO record.money_read SELECT sheet, line, amount_pence FROM summed;

INSERT INTO record.set_aside (sheet, line, reason, "rows", amount_pence)
SELECT sheet, line, 'the same line and year stand on another sheet', CASE WHEN kept_pence IS NULL THEN 1 ELSE 0 END, twice_pence
FROM summed
WHERE twice_pence IS NOT NULL;

INSERT INTO record.organisation BY NAME
SELECT
    k.organisation_record AS record_id,
    coalesce(k.ecode, k.gss) AS source_id,
    k.sheet,
    k.line,
    -- The table says only Manchester; the code says whose the figures are.
    coalesce(b.name, k.authority) AS name,
    b.kind,
    b.sector,
    b.identifier,
    k.gss AS place,
    false AS stub,
    true AS mentioned
FROM keyed AS k
LEFT JOIN landed._body AS b ON b.gss = k.gss
QUALIFY row_number() OVER (PARTITION BY k.organisation_record ORDER BY k.financial_year DESC NULLS LAST, k.sheet, k.line) = 1;
