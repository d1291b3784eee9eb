-- What is wrong in a cell: a row for each, with the heading as the file writes it. What many rows lack is told once a sheet.

CREATE TEMP TABLE found (
    sheet VARCHAR, line BIGINT, field VARCHAR, value VARCHAR, severity VARCHAR, code VARCHAR, sentence VARCHAR, mend VARCHAR
);

INSERT INTO found
SELECT
    sheet, line, 'amount', amount_written, 'error', 'bad-amount',
    '''' || amount_written || ''' is not an amount: the row is set aside', 'write pounds as a plain number such as 1234.56'
FROM typed WHERE amount_written IS NOT NULL AND written_pence IS NULL
UNION ALL
SELECT
    sheet, line, 'currency', currency, 'error', 'not-pounds',
    'an amount in ' || currency || ' is not converted: the row is set aside', 'give the amount in pounds'
FROM typed WHERE currency IS NOT NULL AND NOT in_pounds
UNION ALL
SELECT
    sheet, line, 'award_date', award_date, 'warning', 'bad-date',
    '''' || award_date || ''' is not a date: the financial year of the grant is unknown', 'write it as 2010-03-31'
FROM typed WHERE award_date IS NOT NULL AND date IS NULL
UNION ALL
SELECT
    sheet, line, field, written, 'warning', 'bad-date', '''' || written || ''' is not a date: left out', 'write it as 2010-03-31'
FROM (
    SELECT sheet, line, 'planned_start' AS field, planned_start AS written FROM landed.grants
    UNION ALL
    SELECT sheet, line, 'planned_end', planned_end FROM landed.grants
)
JOIN day USING (written)
WHERE iso IS NULL
UNION ALL
SELECT
    sheet, line, field, written, 'warning', 'not-an-object',
    'the standard has columns of their own for the parts of this: the text is left out', 'use the headings of the standard'
FROM (
    SELECT sheet, line, 'planned_text' AS field, planned_text AS written FROM landed.grants
    UNION ALL
    SELECT sheet, line, 'actual_text', actual_text FROM landed.grants
    UNION ALL
    SELECT sheet, line, 'recipient_text', recipient_text FROM landed.grants
    UNION ALL
    SELECT sheet, line, 'funder_text', funder_text FROM landed.grants
)
WHERE written IS NOT NULL
UNION ALL
SELECT
    sheet, line, field, written, 'note', 'bad-url', 'this is no web address', 'write it with https://'
FROM (
    SELECT sheet, line, 'url' AS field, url AS written FROM landed.grants
    UNION ALL
    SELECT sheet, line, 'recipient_url', recipient_url FROM landed.grants
    UNION ALL
    SELECT sheet, line, 'funder_url', funder_url FROM landed.grants
    UNION ALL
    SELECT sheet, line, 'data_source', data_source FROM landed.grants
)
WHERE written IS NOT NULL AND NOT regexp_matches(written, '^[^\s]+\.[^\s]+$')
UNION ALL
SELECT
    sheet, line, 'location_code', location_code, 'warning', 'not-gss-code',
    '''' || location_code || ''' is not a GSS code'
        || CASE WHEN location_name IS NULL THEN ': where the grant is spent is unknown' ELSE ': the name of the place is taken' END,
    'give the GSS code of the area, such as E08000003'
FROM landed.grants WHERE location_code IS NOT NULL AND NOT tp_is_gss(location_code)
UNION ALL
SELECT
    sheet, line, 'regrant', regrant_written, 'warning', 'regrant-code-unknown',
    '''' || regrant_written || ''' is no code of the list of regrant types: left out', 'use a code from FRG010 to FRG070'
FROM (
    SELECT sheet, line, upper(regrant) AS regrant_written FROM landed.grants WHERE regrant IS NOT NULL
)
LEFT JOIN regrant_code ON code = regrant_written
WHERE code IS NULL
UNION ALL
SELECT
    sheet, line, 'amount', amount_written, 'warning', 'grant-amounts-differ',
    'grant ' || id || ' is awarded another amount above: the first is counted', 'give a grant one amount, its whole award'
FROM further WHERE amount_pence <> first_pence
UNION ALL
SELECT
    sheet, line, 'amount', amount_written, 'warning', 'amount-not-positive', 'the grant is of nothing, or of less: it is kept',
    'if the grant was taken back, say so in its own row'
FROM typed WHERE amount_pence <= 0
UNION ALL
SELECT
    sheet, line, 'recipient_name', NULL, 'warning', 'recipient-and-individual',
    'the grant names an organisation and a person: the organisation is taken', 'name one of the two'
FROM landed.grants WHERE individual AND (recipient_id IS NOT NULL OR recipient_name IS NOT NULL)
UNION ALL
SELECT
    sheet, line, 'recipient_id', more_recipients, 'warning', 'several-recipients',
    'the grant has several recipients and one amount: it is told of the first', 'publish a grant for each of them'
FROM landed.grants WHERE more_recipients IS NOT NULL
UNION ALL
SELECT
    sheet, line, 'funder_id', more_funders, 'warning', 'several-funders',
    'the grant has several funders and one amount: it is told of the first', 'publish a grant for each of them'
FROM landed.grants WHERE more_funders IS NOT NULL
UNION ALL
SELECT
    sheet, line, 'recipient_name', payee, 'warning', 'funder-is-recipient', 'the funder is its own recipient',
    'check who received the grant'
FROM whole WHERE payer_record = payee_record AND payee_status = 'known';

-- Charity and company numbers: free text, or another body than the id says.
INSERT INTO found
WITH numbered AS (
    SELECT sheet, line, ordinal, 'recipient_charity' AS field, 'charity' AS kind, recipient_charity AS written, recipient_id AS id
    FROM landed.grants
    UNION ALL
    SELECT sheet, line, ordinal, 'recipient_company', 'company', recipient_company, recipient_id FROM landed.grants
    UNION ALL
    SELECT sheet, line, ordinal, 'funder_charity', 'charity', funder_charity, funder_id FROM landed.grants
    UNION ALL
    SELECT sheet, line, ordinal, 'funder_company', 'company', funder_company, funder_id FROM landed.grants
),
told AS (
    SELECT
        n.*, number.identifier, known.identifier AS own,
        CASE kind WHEN 'charity' THEN 'GB-CHC' ELSE 'GB-COH' END AS register,
        upper(id) = register || '-' || upper(written) AS is_equal
    FROM numbered AS n
    JOIN landed._number AS number USING (kind, written)
    LEFT JOIN landed._identifier AS known ON known.written = n.id
    WHERE n.written IS NOT NULL
)
SELECT
    sheet, line, field, written, 'warning', kind || '-number-unreadable',
    'this is no ' || kind || ' number: it is kept beside the name only', 'give the number alone, or leave the cell blank'
FROM told WHERE identifier IS NULL AND NOT coalesce(is_equal, false)
    AND NOT coalesce(starts_with(upper(id), register || '-') AND length(written) < 12, false)
UNION ALL
SELECT
    sheet, line, field, written, 'warning', kind || '-number-contradicts',
    'the ' || kind || ' number is not the one in the id ' || id || ': the id is taken', 'check which of the two is right'
FROM told
WHERE NOT is_equal AND starts_with(coalesce(own, upper(id)), register || '-') AND length(written) < 12
    AND coalesce(identifier, register || '-' || upper(written)) <> coalesce(own, upper(id));

-- Ids of no register, once for each id.
INSERT INTO found
SELECT
    arg_min(sheet, ordinal), arg_min(line, ordinal), arg_min(field, ordinal), id,
    CASE standing WHEN 'none' THEN 'warning' ELSE 'note' END,
    CASE standing WHEN 'none' THEN 'id-of-no-register' ELSE 'id-of-unlisted-register' END,
    '''' || id || ''' is no identifier of a register that is known: it joins no two bodies'
        || CASE WHEN count(*) > 1 THEN ' (' || count(*) || ' rows)' ELSE '' END,
    'use an identifier of org-id.guide, such as GB-CHC-1089893'
FROM (
    SELECT sheet, line, ordinal, 'recipient_id' AS field, recipient_id AS id FROM landed.grants
    UNION ALL
    SELECT sheet, line, ordinal, 'funder_id', funder_id FROM landed.grants
)
JOIN landed._identifier ON written = id
WHERE standing IN ('none', 'unlisted')
GROUP BY id, standing;

INSERT INTO record.problem BY NAME
SELECT
    found.sheet, found.line, coalesce(heading, replace(found.field, '_', ' ')) AS "column", found.value, found.severity,
    found.code, found.sentence, found.mend
FROM found
LEFT JOIN landed._heading AS h ON h.sheet = found.sheet AND h.field = found.field;

-- What a grant must have and rows lack: each row where they are few, else once a sheet.
CREATE TEMP TABLE missing AS
SELECT * EXCLUDE (is_missing), count(*) OVER (PARTITION BY sheet, code) AS alike
FROM (
    SELECT
        sheet, line, field, code, severity, what,
        CASE field
            WHEN 'id' THEN id IS NULL
            WHEN 'amount' THEN amount_written IS NULL
            WHEN 'currency' THEN currency IS NULL AND amount_written IS NOT NULL
            WHEN 'funder_id' THEN payer_record IS NULL
            WHEN 'recipient_id' THEN payee_record IS NULL AND NOT individual
            WHEN 'award_date' THEN award_date IS NULL
        END AS is_missing
    FROM typed
    CROSS JOIN (
        VALUES
            ('id', 'no-identifier', 'error', 'no identifier: set aside'),
            ('amount', 'no-amount', 'error', 'no amount awarded: set aside'),
            ('currency', 'no-currency', 'error', 'no currency: set aside'),
            ('funder_id', 'no-funder', 'error', 'no funder: set aside'),
            ('recipient_id', 'no-recipient', 'warning', 'no recipient: the payee is unknown'),
            ('award_date', 'no-date', 'warning', 'no award date: the financial year is unknown')
    ) AS needed (field, code, severity, what)
    WHERE NOT part AND ordinal NOT IN (SELECT ordinal FROM further)
)
WHERE is_missing;

INSERT INTO record.problem BY NAME
SELECT
    missing.sheet, line, coalesce(heading, replace(missing.field, '_', ' ')) AS "column", '' AS value, severity, code,
    'the row has ' || what AS sentence, 'fill the cell' AS mend
FROM missing
LEFT JOIN landed._heading AS h ON h.sheet = missing.sheet AND h.field = missing.field
WHERE alike <= 20
UNION ALL
SELECT
    missing.sheet, NULL, coalesce(any_value(heading), replace(missing.field, '_', ' ')), '', severity, code,
    tp_counted('%,d row{ has|s have} ', count(*)) || what || ' (the first is line ' || min(line) || ')', 'fill the cells'
FROM missing
LEFT JOIN landed._heading AS h ON h.sheet = missing.sheet AND h.field = missing.field
WHERE alike > 20
GROUP BY missing.sheet, missing.field, severity, code, what;
