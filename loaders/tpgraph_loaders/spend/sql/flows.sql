-- Payments and the bodies that they name.

-- The whole typed row is the key of a payment; exact copies are separate ledger lines and get an occurrence number.
CREATE TEMP VIEW keyed AS
SELECT
    *,
    concat_ws(
        chr(31), payer, coalesce(payee, ''), amount_pence, coalesce(date, date_written, ''), coalesce(unit, ''),
        coalesce(purpose, ''), coalesce(document, ''), capital, coalesce(payee_id, ''), coalesce(account_code, '')
    ) AS row_key
FROM typed
WHERE NOT EXISTS (SELECT 1 FROM aside WHERE aside.sheet = typed.sheet AND aside.line = typed.line);

-- Rows with equal hashes are few: only their keys are compared. No text is empty here, so NULL stands for nothing else.
CREATE TEMP TABLE copied AS
WITH hashed AS MATERIALIZED (
    SELECT
        sheet,
        line,
        hash(
            source, payer, payee, amount_pence, coalesce(date, date_written), unit, purpose, document, capital, payee_id,
            account_code
        ) AS row_hash
    FROM keyed
),
alike AS (
    SELECT sheet, line FROM hashed
    WHERE row_hash IN (SELECT row_hash FROM hashed GROUP BY row_hash HAVING count(*) > 1)
)
SELECT
    keyed.sheet,
    keyed.line,
    row_number() OVER (PARTITION BY keyed.source, keyed.row_key ORDER BY keyed.sheet, keyed.line) AS occurrence
FROM keyed
JOIN alike ON alike.sheet = keyed.sheet AND alike.line = keyed.line;

-- A view: the framework reads it once, straight into the load.
DROP TABLE record.flow;

CREATE VIEW record.flow AS
SELECT
    tp_record_id('flow', row_key || chr(31) || coalesce(copied.occurrence, 1)) AS record_id,
    keyed.sheet,
    keyed.line,
    nullif(
        '{' || concat_ws(
            ',',
            '"payee_id":' || CAST(to_json(payee_id) AS VARCHAR),
            '"account_code":' || CAST(to_json(account_code) AS VARCHAR),
            '"department":' || CAST(to_json(nullif(family, payer)) AS VARCHAR),
            CASE WHEN capital = 'unknown' THEN '"type":' || CAST(to_json(capital_written) AS VARCHAR) END,
            substring(extra, 2, length(extra) - 2)
        ) || '}',
        '{}'
    ) AS extra,
    payer,
    payee,
    amount_pence,
    financial_year,
    date,
    'payment' AS basis,
    capital,
    purpose,
    'recorded' AS how_sure,
    unit,
    document,
    payee_status,
    payer_record,
    payee_record
FROM keyed
LEFT JOIN copied ON copied.sheet = keyed.sheet AND copied.line = keyed.line;

INSERT INTO record.taken
SELECT sheet, line, amount_pence FROM keyed;

-- One row a body, by its folded name, as first written: payers, then payees that are known.
INSERT INTO record.organisation BY NAME
WITH named AS (
    SELECT source, payer AS name, payer_record AS record, sheet, min(line) AS line, 0 AS rank, NULL AS cut_at
    FROM keyed
    GROUP BY source, payer, payer_record, sheet
    UNION ALL
    SELECT known.source, payee, payee.record, sheet, line, 1, payee.cut_at
    FROM (
        SELECT source, payee, sheet, min(line) AS line
        FROM keyed
        WHERE payee_status = 'known'
        GROUP BY source, payee, sheet
    ) AS known
    JOIN payee ON payee.written = known.payee AND payee.source = known.source
),
first AS (
    SELECT *, row_number() OVER (PARTITION BY source, record ORDER BY rank, sheet, line) AS place FROM named
)
SELECT
    record AS record_id,
    sheet,
    line,
    -- The matcher looks for the whole of a name that the ledger cut.
    '{"name_cut_at":' || cut_at || '}' AS extra,
    name,
    false AS stub,
    true AS mentioned
FROM first
WHERE place = 1;
