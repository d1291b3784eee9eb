-- Landed text -> typed rows. Dates, payers and payees are few where rows are many: each distinct text is read once.

-- A month without a day (2011-03, Mar-11, March 2011) has a financial year; a text that may be a financial year as well
-- (2002-03) has it only where both mean the same.
CREATE TEMP MACRO tp_first_of_month(written) AS
    CASE
        WHEN regexp_full_match(written, '[12][0-9]{3}-[0-9]{2}') THEN written || '-01'
        WHEN regexp_full_match(written, '[A-Za-z]{3,9}[ ./-]+([0-9]{2}|[0-9]{4})') THEN '1 ' || written
    END;

-- Step by step: a macro in a macro is written out for every time that its argument is named, and takes longer to plan
-- than a file of payments takes to be read.
CREATE TEMP TABLE day AS
WITH written AS (
    SELECT DISTINCT date AS written FROM landed.payments WHERE date IS NOT NULL
),
plain AS MATERIALIZED (
    SELECT written, false AS is_month, tp_trimmed(written) AS plain FROM written
    UNION ALL
    SELECT written, true, tp_first_of_month(written) FROM written
),
dated AS MATERIALIZED (
    SELECT written, is_month, tp_date_of_trimmed(plain) AS iso FROM plain
),
yeared AS MATERIALIZED (
    SELECT written, is_month, iso, tp_year_of(iso) AS financial_year FROM dated
),
year AS MATERIALIZED (
    SELECT written, tp_year(written) AS stated FROM written
)
SELECT
    day.written,
    day.iso,
    CASE
        WHEN day.iso IS NOT NULL THEN day.financial_year
        WHEN year.stated IS NULL OR year.stated = month.financial_year THEN month.financial_year
    END AS financial_year
FROM yeared AS day
JOIN yeared AS month ON month.written = day.written AND month.is_month
JOIN year ON year.written = day.written
WHERE NOT day.is_month;

-- The words that stand beside "total" where a cell is the label of a control figure: Grand Total, TOTAL FOR MAY 2018.
CREATE TEMP MACRO tp_beside_total() AS
    '(grand|overall|report|page|sheet|file|net|gross|sum|amounts?|spend|spending|expenditure|payments|value|paid|of|for|the|'
    || 'all|to|date|month|monthly|year|yearly|annual|quarter|period|jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|'
    || 'aug(ust)?|sep(t|tember)?|oct(ober)?|nov(ember)?|dec(ember)?)';

-- Whether a cell is the label of a total; Adults Total is one as pivot tables write it, Total Gas Supply is none.
CREATE TEMP MACRO tp_is_total(written) AS
    CASE
        WHEN written ILIKE '%total%'
        THEN
            regexp_full_match(
                lower(written),
                '[^a-z]*(' || tp_beside_total() || '[^a-z]+)*(sub[^a-z]*)?totals?([^a-z]+' || tp_beside_total() || ')*[^a-z]*'
            )
            OR regexp_full_match(lower(written), '(.*[^a-z])?(sub)?totals?[^a-z0-9]*')
        ELSE false
    END;

-- Who pays where the column is blank stands in the variable `payer`, null where nobody knows. A payer who is only the
-- initials of that body is that body: OCC is Oxford City Council.
CREATE TEMP TABLE payer AS
SELECT
    source,
    written,
    body IS NULL AS is_blank,
    says_total,
    tp_is_initials(body, getvariable('payer')) AS is_initials,
    CASE WHEN is_initials OR is_blank THEN getvariable('payer') ELSE body END AS name,
    tp_record_id('organisation', tp_fold(name)) AS record
FROM (
    SELECT
        source,
        payer AS written,
        body,
        tp_is_total(payer) AS says_total
    FROM landed._payer
);

CREATE TEMP TABLE payee AS
SELECT
    source,
    payee AS written,
    status,
    cut_at,
    CASE WHEN status = 'individual' THEN 'an individual' ELSE payee END AS kept,
    CASE WHEN status = 'known' THEN tp_record_id('organisation', tp_fold(payee)) END AS record
FROM landed._payee_status;

CREATE TEMP TABLE kind AS
SELECT
    written,
    CASE
        WHEN starts_with(lower(written), 'rev') OR lower(written) = 'r' THEN 'false'
        WHEN starts_with(lower(written), 'cap') OR lower(written) = 'c' THEN 'true'
        ELSE 'unknown'
    END AS capital
FROM (SELECT DISTINCT capital AS written FROM landed.payments WHERE capital IS NOT NULL);

CREATE TEMP TABLE typed AS
SELECT
    p.source,
    p.sheet,
    p.line,
    coalesce(payer.name, getvariable('payer')) AS payer,
    coalesce(payer.record, tp_record_id('organisation', tp_fold(getvariable('payer')))) AS payer_record,
    coalesce(payer.is_blank, true) AS payer_blank,
    coalesce(payer.is_initials, false) AS payer_initials,
    coalesce(payer.says_total, false) AS payer_says_total,
    payee.kept AS payee,
    coalesce(payee.status, 'blank') AS payee_status,
    payee.record AS payee_record,
    p.amount AS amount_written,
    p.in_pounds,
    CASE WHEN p.in_pounds THEN tp_pence(p.figures) END AS amount_pence,
    p.date AS date_written,
    day.iso AS date,
    day.financial_year,
    p.unit,
    p.purpose,
    p.document,
    coalesce(kind.capital, 'unknown') AS capital,
    p.capital AS capital_written,
    p.currency,
    p.payee_id,
    p.account_code,
    p.family,
    p.extra
FROM (
    SELECT
        *,
        tp_source(sheet) AS source,
        coalesce(upper(currency), 'GBP') IN ('GBP', '£', 'STERLING', 'POUNDS') AS in_pounds,
        -- What tp_pence leaves out anyway; without it most amounts are plain figures, which it reads at speed.
        replace(replace(amount, '£', ''), ',', '') AS figures
    FROM landed.payments
) AS p
LEFT JOIN day ON p.date = day.written
LEFT JOIN payer ON p.payer = payer.written AND p.source = payer.source
LEFT JOIN payee ON p.payee = payee.written AND p.source = payee.source
LEFT JOIN kind ON p.capital = kind.written;

INSERT INTO record.money_read
SELECT sheet, line, amount_pence FROM typed WHERE amount_pence IS NOT NULL;
