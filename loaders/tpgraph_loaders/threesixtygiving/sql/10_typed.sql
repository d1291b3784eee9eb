-- Landed text -> typed rows, one a row of the file. Each distinct date is read once.

CREATE TEMP TABLE day AS
SELECT written, tp_date(written) AS iso, tp_year_of(iso) AS financial_year
FROM (
    SELECT award_date AS written FROM landed.grants
    UNION
    SELECT planned_start FROM landed.grants
    UNION
    SELECT planned_end FROM landed.grants
)
WHERE written IS NOT NULL;

-- A body is known by its id, else by its name. An id of no register may stand for many bodies (GB-CHC-TBC): the name
-- tells them apart.
CREATE TEMP TABLE funder AS
SELECT
    funder_id AS id,
    funder_name AS name,
    coalesce(known.key, concat_ws(chr(31), funder_id, tp_fold(funder_name))) AS key,
    tp_record_id('organisation', coalesce(known.key, concat_ws(chr(31), funder_id, tp_fold(funder_name)))) AS record
FROM (
    SELECT DISTINCT funder_id, funder_name FROM landed.grants
    WHERE funder_id IS NOT NULL OR funder_name IS NOT NULL
)
LEFT JOIN landed._identifier AS known ON known.written = funder_id
LEFT JOIN landed._name AS odd ON odd.name = funder_name
WHERE funder_id IS NOT NULL OR odd.status IS NULL;

CREATE TEMP TABLE recipient AS
SELECT
    recipient_id AS id,
    recipient_name AS name,
    CASE
        WHEN odd.status = 'individual' THEN 'individual'
        WHEN odd.status IS NULL OR (odd.status = 'blank' AND recipient_id IS NOT NULL) THEN 'known'
        ELSE odd.status
    END AS status,
    coalesce(known.key, concat_ws(chr(31), recipient_id, tp_fold(recipient_name))) AS key,
    tp_record_id('organisation', coalesce(known.key, concat_ws(chr(31), recipient_id, tp_fold(recipient_name)))) AS record
FROM (
    SELECT DISTINCT recipient_id, recipient_name FROM landed.grants
    WHERE recipient_id IS NOT NULL OR recipient_name IS NOT NULL
)
LEFT JOIN landed._identifier AS known ON known.written = recipient_id
LEFT JOIN landed._name AS odd ON odd.name = recipient_name;

CREATE TEMP TABLE typed AS
SELECT
    g.ordinal,
    g.sheet,
    g.line,
    g.part,
    g.id,
    g.amount AS amount_written,
    upper(trim(g.currency)) AS currency,
    coalesce(upper(trim(g.currency)) IN ('GBP', '£'), false) AS in_pounds,
    tp_pence(g.amount) AS written_pence,
    CASE WHEN in_pounds THEN written_pence END AS amount_pence,
    g.award_date,
    awarded.iso AS date,
    awarded.financial_year,
    starts.iso AS starts,
    ends.iso AS ends,
    CAST(try_cast(g.planned_months AS DECIMAL(9, 2)) AS INTEGER) AS months,
    funder.name AS payer,
    funder.id AS payer_id,
    funder.record AS payer_record,
    recipient.name AS payee,
    recipient.id AS payee_id,
    recipient.status AS payee_known,
    recipient.record AS payee_record,
    g.individual,
    CASE
        WHEN g.id IS NULL THEN 'no identifier'
        WHEN g.amount IS NULL THEN 'no amount'
        WHEN written_pence IS NULL THEN 'amount cannot be read'
        WHEN g.currency IS NULL THEN 'no currency'
        WHEN NOT in_pounds THEN 'not in pounds'
        WHEN funder.record IS NULL THEN 'no funder'
    END AS lacks
FROM landed.grants AS g
LEFT JOIN day AS awarded ON awarded.written = g.award_date
LEFT JOIN day AS starts ON starts.written = g.planned_start
LEFT JOIN day AS ends ON ends.written = g.planned_end
LEFT JOIN funder ON funder.id IS NOT DISTINCT FROM g.funder_id AND funder.name IS NOT DISTINCT FROM g.funder_name
LEFT JOIN recipient ON recipient.id IS NOT DISTINCT FROM g.recipient_id AND recipient.name IS NOT DISTINCT FROM g.recipient_name;

INSERT INTO record.money_read
SELECT sheet, line, amount_pence FROM typed WHERE amount_pence IS NOT NULL;
