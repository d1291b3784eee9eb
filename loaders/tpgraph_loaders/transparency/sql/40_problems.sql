-- What is worth saying: a row for each row that is in doubt, one note for each cause that holds for many.

CREATE TEMP TABLE found (
    sheet VARCHAR, line BIGINT, field VARCHAR, value VARCHAR, severity VARCHAR, code VARCHAR, sentence VARCHAR, mend VARCHAR
);

INSERT INTO found
SELECT
    sheet, line, amount_field, amount_written, 'error', 'bad-amount',
    '''' || amount_written || ''' is not an amount: '
        || CASE WHEN ordinal IN (SELECT ordinal FROM kept) THEN 'no money is loaded from the row' ELSE 'the row is set aside' END,
    'write pounds such as 1,234.56'
FROM typed
WHERE amount_written IS NOT NULL AND amount_pence IS NULL AND in_pounds AND standing IS DISTINCT FROM 'ceiling'
UNION ALL
SELECT
    sheet, line, 'currency', currency, 'error', 'not-pounds',
    'an amount in ' || currency || ' is not converted: the row is set aside', 'give the amount in pounds'
FROM typed
WHERE NOT in_pounds AND amount_written IS NOT NULL
UNION ALL
SELECT
    sheet, line, field, written, 'warning', 'bad-date', '''' || left(written, 100) || ''' is not a date: ' || what,
    'write the day first, such as 31/03/2010'
FROM (
    SELECT sheet, line, 'start' AS field, "start" AS written, 'when it starts is unknown' AS what, start_read AS day FROM typed
    UNION ALL
    SELECT sheet, line, 'end', "end", 'when it ends is unknown', end_read FROM typed
    UNION ALL
    SELECT sheet, line, 'awarded', awarded, 'when it was awarded is unknown', awarded_day FROM typed
)
WHERE written IS NOT NULL AND day IS NULL AND NOT tr_is_open(written)
UNION ALL
SELECT
    sheet, line, 'end', ends, 'warning', 'agreement-ends-before-start',
    'the ' || getvariable('noun') || ' ends on ' || ends || ', before it starts on ' || starts || ': no cost a year is worked out',
    'mend one of the two dates'
FROM kept
WHERE ends < starts
UNION ALL
SELECT
    sheet, line, amount_field, amount_written, 'warning', 'negative-amount',
    'the ' || getvariable('noun') || ' is negative: it is kept', 'ask the publisher what it means'
FROM kept
WHERE amount_pence < 0
UNION ALL
SELECT
    a.sheet, a.line, t.amount_field, t.amount_written, 'warning', 'framework-ceiling',
    'the ' || getvariable('noun') || ' is a framework agreement: its value is a ceiling and is set aside',
    'count the call-offs under the framework, and the payments'
FROM aside AS a
JOIN typed AS t USING (ordinal)
WHERE a.reason LIKE 'the ceiling of%'
UNION ALL
SELECT
    sheet, line, 'title', named, 'warning', 'may-be-framework',
    'the row speaks of a framework: the value of the ' || getvariable('noun') || ' may be a ceiling; it is kept',
    'if it is a ceiling, leave it out of sums of money spent'
FROM kept
WHERE standing = 'maybe' AND amount_pence IS NOT NULL
UNION ALL
SELECT
    sheet, line, 'supplier', array_to_string(party_names, '; '), 'warning', 'several-suppliers',
    'the ' || getvariable('noun') || ' has ' || parties || ' suppliers: it counts once, and who gets how much is not known',
    'ask the publisher how the sum is shared'
FROM kept
WHERE parties > 1 AND payee_status = 'blank'
UNION ALL
SELECT
    sheet, line, 'registration', registration, 'note', 'registration-unclear',
    '''' || left(registration, 60) || ''' does not say of which register it is: it identifies nobody',
    'write it with its register, such as GB-CHC-1089893 or Charity no. 1089893'
FROM typed
WHERE tr_said(registration) IS NOT NULL AND regexp_matches(registration, '\d')
    AND ordinal IN (SELECT ordinal FROM landed._supplier WHERE status = 'known' GROUP BY ordinal HAVING count(*) = 1 AND count(identifier) = 0)
UNION ALL
SELECT
    sheet, line, amount_field, amount_written, 'warning', 'looks-like-total',
    'the row looks like a total but is not the sum of the rows above: it is kept as a ' || getvariable('noun'),
    'if it is a total, delete the row'
FROM kept
WHERE says_total IS NOT NULL AND parties = 0;

INSERT INTO record.problem BY NAME
SELECT
    found.sheet, found.line, coalesce(heading, replace(found.field, '_', ' ')) AS "column", coalesce(found.value, '') AS value,
    found.severity, found.code, found.sentence, found.mend
FROM found
LEFT JOIN landed._heading AS h ON h.sheet = found.sheet AND h.field = found.field;

INSERT INTO record.problem BY NAME
SELECT sheet, '' AS "column", '' AS value, severity, code, tp_counted(said, count(*)) AS sentence, mend
FROM (
    SELECT sheet, 'note' AS severity, 'no-amount' AS code, '%,d row{ states|s state} no amount: no money is loaded from {it|them}' AS said, '' AS mend
    FROM typed WHERE amount_written IS NULL AND standing IS DISTINCT FROM 'ceiling'
    UNION ALL
    SELECT
        sheet, 'note', 'annual-value-only',
        '%,d {' || getvariable('noun') || ' states only what it costs|' || getvariable('nouns') || ' state only what they cost} a year: that is taken as {its|their} value, once, never times {its|their} years',
        'publish the sum over the whole length as well'
    FROM kept WHERE amount_is = 'year' AND amount_pence IS NOT NULL
    UNION ALL
    SELECT
        sheet, 'note', 'length-or-year',
        'the column of amounts may hold the sum over the whole length or a year''s (%,d row{|s}): taken as written, and no cost a year is worked out of it',
        'publish the two in columns of their own'
    FROM kept WHERE amount_is = 'length or year' AND amount_pence IS NOT NULL
    UNION ALL
    SELECT
        sheet, 'note', 'value-in-its-first-year',
        '%,d {' || getvariable('noun') || ' runs|' || getvariable('nouns') || ' run} for more than a year: each counts whole, in the year that it starts',
        'do not read it as what is spent in that year'
    FROM kept WHERE amount_is = 'length' AND amount_pence <> 0 AND date_diff('day', CAST(starts AS DATE), CAST(ends AS DATE)) > 366
    UNION ALL
    SELECT sheet, 'warning', 'no-date', '%,d {' || getvariable('noun') || ' has|' || getvariable('nouns') || ' have} no date: {its|their} financial year is unknown', 'ask the publisher for the dates'
    FROM kept WHERE date IS NULL AND financial_year IS NULL AND coalesce("start", awarded) IS NULL
    UNION ALL
    SELECT sheet, 'warning', 'zero-amount', '%,d {' || getvariable('noun') || ' is|' || getvariable('nouns') || ' are} for nothing: often an amount that is not disclosed; kept as zero', 'ask the publisher for the amounts'
    FROM kept WHERE amount_pence = 0
    UNION ALL
    SELECT sheet, 'note', 'total-row', '%,d total row{ is|s are} set aside', '' FROM aside WHERE reason = 'grand total row'
    UNION ALL
    SELECT
        sheet, 'note', 'listed-again',
        '%,d row{ lists|s list} ' || CASE getvariable('noun') WHEN 'grant' THEN 'a grant' ELSE 'a contract' END || ' that stands above, for another supplier or again: each counts once', ''
    FROM aside WHERE reason LIKE 'the same %' OR reason LIKE '%that stands twice'
    UNION ALL
    SELECT sheet, 'note', 'payee-redacted', '%,d {' || getvariable('noun') || ' has|' || getvariable('nouns') || ' have} a redacted payee: unknown', '' FROM kept WHERE payee_status = 'redacted'
    UNION ALL
    SELECT sheet, 'note', 'payee-blank', '%,d {' || getvariable('noun') || ' names|' || getvariable('nouns') || ' name} nobody who is paid: unknown', '' FROM kept WHERE payee_status = 'blank' AND parties = 0
    UNION ALL
    SELECT sheet, 'note', 'payee-individual', '%,d {' || getvariable('noun') || ' goes to an individual|' || getvariable('nouns') || ' go to individuals}: their names are not kept', '' FROM kept WHERE payee_status = 'individual'
    UNION ALL
    SELECT sheet, 'note', 'payer-initials', '%,d row{ names|s name} the payer by initials: ' || replace(getvariable('payer'), '%', '%%') || ' is taken', ''
    FROM kept WHERE payer_initials
    UNION ALL
    SELECT
        sheet, 'note', 'service-proposed',
        '%,d {' || getvariable('noun') || ' looks like a service|' || getvariable('nouns') || ' look like services} to people: each proposes one, marked "inferred from ' || getvariable('noun') || '" until somebody confirms it',
        'confirm them in a workbook of `tpgraph template FILE --from STORE`'
    FROM proposed
)
GROUP BY sheet, severity, code, said, mend;

SET VARIABLE refusal = (
    SELECT
        CASE
            WHEN (SELECT count(*) FROM kept WHERE payer_name IS NULL) > 0
            THEN 'who pays is not known: no column names a body, and no data package, file name or folder name tells it; '
                || 'say it with --payer "NAME OF THE BODY"'
            WHEN count(*) = 0 THEN 'it holds no row below its headings; nothing was loaded'
        ELSE tp_counted('{its one row is no|none of its %,d rows is a} ', count(*)) || getvariable('noun') || ' that can be loaded; nothing was loaded' END
    FROM typed
    HAVING (SELECT count(*) FROM kept WHERE payer_name IS NULL) > 0 OR (SELECT count(*) FROM kept) = 0 AND (SELECT count(*) FROM aside WHERE reason LIKE 'the ceiling of%') = 0
);
