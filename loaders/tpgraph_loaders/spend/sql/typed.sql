-- Landed text -> typed rows. Dates, payers and payees are few where rows are many: each distinct text is read once.

CREATE TEMP TABLE day AS
SELECT written, tp_date(written) AS iso
FROM (SELECT DISTINCT date AS written FROM landed.payments WHERE date IS NOT NULL);

-- A payer who is only the initials of the publisher is the publisher: OCC is Oxford City Council.
CREATE TEMP TABLE payer AS
WITH publisher AS (
    SELECT
        upper(regexp_replace(getvariable('publisher'), '([A-Za-z])[A-Za-z]*[^A-Za-z]*', '\1', 'g')) AS initials,
        upper(
            regexp_replace(
                regexp_replace(getvariable('publisher'), '\b(of|and|the|for)\b', '', 'gi'),
                '[^A-Za-z]*([A-Za-z])[A-Za-z]*[^A-Za-z]*', '\1', 'g'
            )
        ) AS short_initials
)
SELECT
    written,
    length(letters) > 1 AND (letters = publisher.initials OR letters = publisher.short_initials) AS is_initials,
    CASE WHEN is_initials THEN getvariable('publisher') ELSE written END AS name,
    tp_record_id('organisation', tp_fold(name)) AS record
FROM (
    SELECT DISTINCT payer AS written, upper(regexp_replace(payer, '[^A-Za-z]', '', 'g')) AS letters
    FROM landed.payments
    WHERE payer IS NOT NULL
)
CROSS JOIN publisher;

CREATE TEMP TABLE payee AS
SELECT
    payee AS written,
    status,
    CASE WHEN status = 'individual' THEN 'an individual' ELSE payee END AS kept,
    CASE WHEN status = 'known' THEN tp_record_id('organisation', tp_fold(payee)) END AS record
FROM landed._payee_status;

CREATE TEMP TABLE typed AS
SELECT
    p.sheet,
    p.line,
    coalesce(payer.name, getvariable('publisher')) AS payer,
    coalesce(payer.record, tp_record_id('organisation', tp_fold(getvariable('publisher')))) AS payer_record,
    p.payer IS NULL AS payer_blank,
    coalesce(payer.is_initials, false) AS payer_initials,
    payee.kept AS payee,
    coalesce(payee.status, 'blank') AS payee_status,
    payee.record AS payee_record,
    p.amount AS amount_written,
    coalesce(upper(p.currency), 'GBP') IN ('GBP', '£', 'STERLING', 'POUNDS') AS in_pounds,
    CASE WHEN in_pounds THEN tp_pence(p.amount) END AS amount_pence,
    p.date AS date_written,
    day.iso AS date,
    p.unit,
    p.purpose,
    p.document,
    CASE
        WHEN starts_with(lower(p.capital), 'rev') OR lower(p.capital) = 'r' THEN 'false'
        WHEN starts_with(lower(p.capital), 'cap') OR lower(p.capital) = 'c' THEN 'true'
        ELSE 'unknown'
    END AS capital,
    p.capital AS capital_written,
    p.currency,
    p.payee_id,
    p.account_code,
    p.extra
FROM landed.payments AS p
LEFT JOIN day ON p.date = day.written
LEFT JOIN payer ON p.payer = payer.written
LEFT JOIN payee ON p.payee = payee.written;

INSERT INTO record.money_read
SELECT sheet, line, amount_pence FROM typed WHERE amount_pence IS NOT NULL;
