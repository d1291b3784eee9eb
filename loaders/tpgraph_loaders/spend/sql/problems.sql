-- What is worth saying: a row for each row that is in doubt, one note for each cause that holds for many.

INSERT INTO record.problem BY NAME
SELECT
    sheet,
    line,
    coalesce(heading, 'amount') AS "column",
    amount_written AS value,
    'error' AS severity,
    'bad-amount' AS code,
    '''' || amount_written || ''' is not an amount: the row is set aside' AS sentence,
    CASE
        WHEN tp_date(amount_written) IS NULL THEN 'write pounds such as 1,234.56 or (1,234.56)'
        ELSE 'the spreadsheet shows the amount as a date: format the column as a number and save it again'
    END AS mend
FROM typed
LEFT JOIN (SELECT sheet, heading FROM landed._heading WHERE field = 'amount') USING (sheet)
WHERE amount_pence IS NULL AND amount_written IS NOT NULL AND in_pounds
UNION ALL
SELECT
    sheet, line, coalesce(heading, 'currency'), currency, 'error', 'not-pounds',
    'an amount in ' || currency || ' is not converted: the row is set aside', 'give the amount in pounds'
FROM typed
LEFT JOIN (SELECT sheet, heading FROM landed._heading WHERE field = 'currency') USING (sheet)
WHERE NOT in_pounds
UNION ALL
SELECT
    sheet, line, coalesce(heading, 'date'), date_written, 'warning', 'bad-date',
    '''' || date_written || ''' is not a date: the payment is kept, its financial year is unknown',
    'write the day first, such as 31/03/2010'
FROM typed
LEFT JOIN (SELECT sheet, heading FROM landed._heading WHERE field = 'date') USING (sheet)
WHERE date IS NULL AND date_written IS NOT NULL AND amount_pence IS NOT NULL AND financial_year IS NULL
UNION ALL
SELECT
    sheet, line, '', amount_written, 'warning', 'looks-like-total',
    'the row looks like a total but is not the sum of the rows above: it is kept as a payment',
    'if it is a total, delete the row'
FROM typed
WHERE EXISTS (SELECT 1 FROM candidate AS c WHERE c.sheet = typed.sheet AND c.line = typed.line AND c.is_strong)
    AND NOT EXISTS (SELECT 1 FROM total AS t WHERE t.sheet = typed.sheet AND t.line = typed.line);

INSERT INTO record.problem BY NAME
SELECT sheet, '' AS "column", '' AS value, severity, code, tp_counted(said, count(*)) AS sentence, mend
FROM (
    SELECT
        sheet, 'note' AS severity, 'no-amount' AS code,
        '%d row{ has|s have} no amount: {it is|they are} set aside' AS said, '' AS mend
    FROM typed
    WHERE amount_written IS NULL
    UNION ALL
    SELECT
        sheet, 'warning', 'no-date', '%d payment{ has|s have} no date: {its|their} financial year is unknown',
        'ask the publisher for the dates'
    FROM keyed
    WHERE date_written IS NULL
    UNION ALL
    SELECT
        sheet, 'warning', 'month-only',
        '%d payment{ gives|s give} a month without a day: {its|their} financial year is known, {its|their} date is not',
        'ask the publisher for the dates'
    FROM keyed
    WHERE date IS NULL AND financial_year IS NOT NULL
    UNION ALL
    SELECT sheet, 'note', 'total-row', '%d total row{ is|s are} set aside', '' FROM total
    UNION ALL
    SELECT tp_marked_sheet(source, ''), 'note', 'payee-cut', '%d name{ of a payee is|s of payees are} cut at ' || cut_at || ' characters: {it is|they are} matched as cut', ''
    FROM payee
    WHERE cut_at IS NOT NULL
    UNION ALL
    SELECT sheet, 'note', 'payee-redacted', '%d payment{ has|s have} a redacted payee: unknown', ''
    FROM keyed
    WHERE payee_status = 'redacted'
    UNION ALL
    SELECT sheet, 'note', 'payee-blank', '%d payment{ has|s have} no payee: unknown', '' FROM keyed WHERE payee_status = 'blank'
    UNION ALL
    SELECT sheet, 'note', 'payee-individual', '%d payment{ goes to an individual|s go to individuals}: their names are not kept', ''
    FROM keyed
    WHERE payee_status = 'individual'
    UNION ALL
    SELECT
        sheet, 'note', 'payer-blank',
        '%d payment{ names|s name} no payer: ' || replace(getvariable('payer'), '%', '%%') || ' is taken', ''
    FROM keyed
    WHERE payer_blank
    UNION ALL
    SELECT
        sheet, 'note', 'payer-initials',
        '%d payment{ names|s name} the payer by initials: ' || replace(getvariable('payer'), '%', '%%') || ' is taken', ''
    FROM keyed
    WHERE payer_initials
    UNION ALL
    SELECT sheet, 'note', 'exact-copy', '%d row{ is an exact copy|s are exact copies} of a row above: kept as {a ledger line of its|ledger lines of their} own', ''
    FROM copied
    WHERE occurrence > 1
)
GROUP BY sheet, severity, code, said, mend;

INSERT INTO record.problem BY NAME
SELECT
    total.sheet, total.line, coalesce(heading, 'amount') AS "column", amount_written AS value, 'note' AS severity,
    'total-rounded' AS code,
    printf('the total is %d pence ', abs(off_pence)) || CASE WHEN off_pence > 0 THEN 'more' ELSE 'less' END
    || ' than the payments above it: by rounding, so it is set aside as a total' AS sentence,
    '' AS mend
FROM total
JOIN typed ON typed.sheet = total.sheet AND typed.line = total.line
LEFT JOIN (SELECT sheet, heading FROM landed._heading WHERE field = 'amount') AS named ON named.sheet = total.sheet
WHERE off_pence <> 0;

INSERT INTO record.problem BY NAME
SELECT
    sheet, '' AS "column", '' AS value, 'note' AS severity, 'pays-itself' AS code,
    tp_counted(
        '%d payment{|s} of £' || format('{:,.2f}', sum(amount_pence) / 100)
            || ' {goes|go} to the body that pays {it: it is|them: they are} shown, and taken off where money is counted once',
        count(*)
    ) AS sentence,
    '' AS mend
FROM keyed
WHERE payee_record = payer_record
GROUP BY sheet;

-- Nobody is charged with money by guesswork.
SET VARIABLE refusal = (
    SELECT
        CASE
            WHEN count(*) FILTER (WHERE payer IS NULL) > 0
            THEN 'who pays is not known: '
                || CASE
                    WHEN count(*) FILTER (WHERE payer IS NULL) = count(*) THEN 'no column names a body'
                    ELSE count(*) FILTER (WHERE payer IS NULL) || ' of ' || count(*) || ' payments name none'
                END
                || ', and no data package, file name or folder name tells it; say it with --payer "NAME OF THE BODY"'
        END
    FROM keyed
);
