-- What is worth saying of single cells.

CREATE TABLE doubt AS
SELECT sheet, line, 'number' AS field, number AS value, 'warning' AS severity, 'charity-repeated' AS code,
    'charity ' || number || ' stands above already: the first row is kept' AS sentence, 'fetch the extract again' AS mend
FROM typed
WHERE place > 1
UNION ALL
SELECT sheet, line, 'name', number, 'warning', 'charity-without-name', 'charity ' || number || ' has no name: it is set aside',
    'look the number up in the register'
FROM typed
WHERE place = 1 AND name IS NULL
UNION ALL
SELECT sheet, line, 'number', number, 'warning', 'charity-number-malformed',
    '''' || number || ''' is no charity number: the charity is kept without identifier', 'a charity number has six or seven digits'
FROM kept
WHERE identifier IS NULL
UNION ALL
SELECT sheet, line, 'status', status, 'warning', 'charity-status-unknown',
    'status ''' || coalesce(status, '') || ''' is neither Registered nor Removed: the charity is kept',
    'look the number up in the register'
FROM kept
WHERE lower(coalesce(status, '')) <> 'registered'
UNION ALL
SELECT sheet, line, field, value, 'warning', 'charity-figure-unread', '''' || value || ''' is not an amount of pounds', 'write digits only'
FROM (
    SELECT sheet, line, 'income' AS field, income AS value FROM kept WHERE income IS NOT NULL AND income_pence IS NULL
    UNION ALL
    SELECT sheet, line, 'expenditure', expenditure FROM kept WHERE expenditure IS NOT NULL AND expenditure_pence IS NULL
);
