-- What is worth saying of amounts and dates: a row for each statement in doubt, one note for each cause that holds for many.

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, path || '/value/amount' AS "column", amount AS value, 'error' AS severity, 'bad-amount' AS code,
    '''' || left(amount, 100) || ''' is not an amount: the ' || kind || ' is set aside' AS sentence,
    'write pounds such as 1234.56' AS mend
FROM typed
WHERE aside = 'the amount cannot be read'
UNION ALL
SELECT
    sheet, line, path || '/value/currency', currency, 'error', 'not-pounds',
    'an amount in ' || left(currency, 100) || ' is not converted: the ' || kind || ' is set aside',
    'give the amount in pounds'
FROM typed
WHERE aside = 'not in pounds'
UNION ALL
SELECT
    sheet, line, path || '/value/currency', amount, 'error', 'no-currency',
    'the amount has no currency: the ' || kind || ' is set aside', 'ask the publisher for the currency'
FROM typed
WHERE aside = 'an amount without a currency'
UNION ALL
SELECT
    sheet, line, path, date_written, 'warning', 'bad-date',
    '''' || left(date_written, 100) || ''' is not a date: the ' || kind || ' is kept, its financial year is unknown',
    'write the date as 2010-03-31'
FROM typed
WHERE aside IS NULL AND date IS NULL AND date_written IS NOT NULL
UNION ALL
SELECT
    sheet, line, path, ends_written, 'warning', 'bad-date',
    '''' || left(ends_written, 100) || ''' is not a date: when the ' || kind || ' ends is unknown',
    'write the date as 2010-03-31'
FROM typed
WHERE aside IS NULL AND ends IS NULL AND ends_written IS NOT NULL
UNION ALL
SELECT
    sheet, line, path || '/value/amount', amount, 'warning', 'negative-amount',
    'the ' || kind || ' is negative: it is kept', 'ask the publisher what it means'
FROM typed
WHERE aside IS NULL AND kind <> 'transaction' AND amount_pence < 0
UNION ALL
SELECT
    sheet, line, path || '/value/amount', amount, 'warning', 'zero-amount',
    'the ' || kind || ' is for nothing: often an amount that is not disclosed; it is kept as zero',
    'ask the buyer for the amount'
FROM typed
WHERE aside IS NULL AND amount_pence = 0;

-- A digit too many: ten, a hundred or a thousand times what was expected, within a quarter. A tender may have many awards,
-- so that less than expected says nothing unless it is the only one and off by just the digits.
CREATE TEMP TABLE expected AS
SELECT
    ocid,
    max(amount_pence) FILTER (WHERE kind = 'tender') AS tender_pence,
    max(amount_pence) FILTER (WHERE kind = 'budget') AS budget_pence
FROM typed
WHERE latest AND kind IN ('tender', 'budget') AND amount_pence > 0
GROUP BY ocid;

CREATE TEMP TABLE slip AS
WITH compared AS (
    SELECT
        typed.*,
        coalesce(tender_pence, budget_pence) AS expected_pence,
        tender_pence,
        budget_pence,
        amount_pence / expected_pence AS ratio,
        count(*) OVER (PARTITION BY typed.ocid, kind) AS siblings
    FROM typed
    JOIN expected ON expected.ocid = typed.ocid
    WHERE aside IS NULL AND kind IN ('award', 'contract') AND amount_pence > 0
)
SELECT
    *,
    row_number() OVER (PARTITION BY ocid, amount_pence ORDER BY kind, path) AS place
FROM compared
WHERE ratio BETWEEN 8 AND 12.5
    OR ratio BETWEEN 80 AND 125
    OR ratio BETWEEN 800 AND 1250
    OR (siblings = 1 AND expected_pence IN (amount_pence * 10, amount_pence * 100, amount_pence * 1000));

CREATE TEMP MACRO tp_shown(pence) AS printf('£%,.2f', pence / 100);

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, path || '/value/amount' AS "column", amount AS value, 'warning' AS severity, 'tenfold-slip' AS code,
    'the ' || kind || ' of ' || tp_shown(amount_pence) || ' is ' || printf('%.4g', ratio) || ' times what was expected ('
        || concat_ws(', ', 'tender ' || tp_shown(tender_pence), 'budget ' || tp_shown(budget_pence))
        || '): a digit may have slipped; it is kept as it stands' AS sentence,
    'ask the buyer which figure holds' AS mend
FROM slip
-- The contract of an award that has been flagged repeats it.
WHERE place = 1;

INSERT INTO record.problem BY NAME
SELECT
    any_value(sheet) AS sheet, min(line) AS line, min(path) AS "column", any_value(amount) AS value, 'warning' AS severity,
    'award-per-supplier' AS code,
    tp_counted('%d awards of one process are equal but for the supplier: one award may be stated once for each', count(*))
        AS sentence,
    'if it is one award, count it once' AS mend
FROM typed
WHERE aside IS NULL AND kind = 'award' AND amount_pence > 0 AND payee_status = 'known'
GROUP BY ocid, amount_pence, date, title
HAVING count(*) > 1 AND count(DISTINCT payee_key) = count(*);

INSERT INTO record.problem BY NAME
SELECT sheet, '' AS "column", '' AS value, severity, code, tp_counted(said, count(*)) AS sentence, mend
FROM (
    SELECT
        sheet, 'warning' AS severity, 'no-date' AS code,
        '%d ' || kind || '{ has|s have} no date: {its|their} financial year is unknown' AS said,
        'ask the publisher for the dates' AS mend
    FROM typed
    WHERE aside IS NULL AND date_written IS NULL
    UNION ALL
    SELECT sheet, 'note', 'no-amount', '%d ' || kind || '{ has|s have} no amount: {it is|they are} set aside', ''
    FROM typed
    WHERE aside = 'no amount'
    UNION ALL
    SELECT
        sheet, 'note', 'payee-' || payee_status,
        CASE payee_status
            WHEN 'redacted' THEN '%d flow{ has|s have} a redacted payee: unknown'
            WHEN 'blank' THEN '%d flow{ has|s have} no payee that is known to get all of them: unknown'
            ELSE '%d flow{ goes to an individual|s go to individuals}: their names are not kept'
        END,
        ''
    FROM typed
    WHERE aside IS NULL AND payee_status <> 'known'
    UNION ALL
    SELECT
        sheet, 'note', 'stated-again',
        '%d statement{ is|s are} repeated by a later release: each counts once', ''
    FROM typed
    WHERE reason LIKE 'stated again%'
    UNION ALL
    SELECT
        sheet, 'note', 'expected-money',
        '%d {budget or value of a tender is an intention, no flow|budgets and values of tenders are intentions, not flows} of money: {it is|they are} set aside', ''
    FROM typed
    WHERE latest AND kind IN ('budget', 'tender')
)
GROUP BY sheet, severity, code, said, mend;

INSERT INTO record.problem BY NAME
SELECT
    '' AS sheet, '' AS "column", '' AS value, 'warning' AS severity, 'no-money' AS code,
    'no award, contract or transaction in it has an amount that counts: only its bodies are loaded' AS sentence,
    'look for the award notices of these processes' AS mend
WHERE NOT EXISTS (SELECT 1 FROM typed WHERE aside IS NULL);
