-- What is worth saying: a row for each cell in doubt, one note for each cause that holds for many.

CREATE TABLE doubt AS
SELECT sheet, line, 'code' AS field, NULL AS value, 'warning' AS severity, 'practice-without-code' AS code,
    'the row has no organisation code: it is set aside' AS sentence, 'give the file as the NHS published it' AS mend
FROM typed
WHERE code IS NULL
UNION ALL
SELECT sheet, line, 'code', code, 'warning', 'practice-repeated', 'practice ' || code || ' stands above already: the first row is kept',
    'delete one of the rows'
FROM typed
WHERE code IS NOT NULL AND place > 1
UNION ALL
SELECT sheet, line, 'code', code, 'warning', 'ods-code-malformed',
    '''' || code || ''' is no code of the NHS: the practice is kept without identifier', 'look the practice up by its postcode'
FROM kept
WHERE identifier IS NULL
UNION ALL
SELECT sheet, line, 'status', status, 'warning', 'practice-status-unknown',
    'status ''' || coalesce(status, '') || ''' is not known: the practice is kept, whether it is open is unknown',
    'write A, C, D or P'
FROM kept
WHERE state = 'unknown'
UNION ALL
SELECT sheet, line, 'opened', opened, 'warning', 'bad-date', '''' || opened || ''' is not a date: it is left out',
    'write the date as 20100331'
FROM kept
WHERE opened IS NOT NULL AND open_date IS NULL;

CREATE TABLE remark AS
SELECT sheet, 'note' AS severity, 'practice-named-after-doctor' AS code,
    '%d practice{ goes|s go} by the name of a doctor: the name is not kept, {without another it goes by its|those without another go by their} code' AS said,
    '' AS mend
FROM kept
WHERE named_after
UNION ALL
SELECT sheet, 'note', 'practices-closed', '%d closed practice{ is|s are} set aside', '' FROM accounted WHERE reason = 'closed'
UNION ALL
SELECT sheet, 'note', 'other-settings', '%d prescriber{ that is no GP practice is|s that are no GP practices are} set aside', ''
FROM accounted
WHERE reason = 'prescribes in another setting than a GP practice'
UNION ALL
SELECT sheet, 'warning', 'commissioner-by-code', '%d {body that commissions practices is known by its|bodies that commission practices are known by their} code only',
    'load a list of NHS bodies (such as eccg.csv as a template) that gives their names'
FROM commissioner;
