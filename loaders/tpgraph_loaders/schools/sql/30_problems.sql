-- What is worth saying: a row for each cell in doubt, one note for each cause that holds for many.

CREATE TABLE doubt AS
SELECT sheet, line, 'urn' AS field, NULL AS value, 'warning' AS severity, 'school-without-urn' AS code,
    'the row has no URN: it is set aside' AS sentence, 'give the file as the Department published it' AS mend
FROM typed
WHERE urn IS NULL
UNION ALL
SELECT sheet, line, 'name', urn, 'warning', 'school-without-name', 'school ' || urn || ' has no name: it is set aside',
    'look the URN up in the register'
FROM typed
WHERE urn IS NOT NULL AND name IS NULL
UNION ALL
SELECT sheet, line, 'urn', urn, 'warning', 'school-repeated', 'school ' || urn || ' stands above already: the first row is kept',
    'delete one of the rows'
FROM typed
WHERE urn IS NOT NULL AND name IS NOT NULL AND place > 1
UNION ALL
SELECT sheet, line, 'urn', urn, 'warning', 'urn-not-of-register', '''' || urn || ''' is no URN: the school is kept without identifier',
    'a URN has six digits'
FROM kept
WHERE identifier IS NULL
UNION ALL
SELECT sheet, line, 'status', status, 'warning', 'school-status-unknown',
    'status ''' || coalesce(status, '') || ''' is not known: the school is kept, whether it is open is unknown',
    'write Open, Closed or Proposed to open'
FROM kept
WHERE state = 'unknown'
UNION ALL
SELECT sheet, line, field, value, 'warning', 'bad-date', '''' || value || ''' is not a date: it is left out',
    'write the day first, such as 31/08/2010'
FROM (
    SELECT sheet, line, 'opened' AS field, opened AS value FROM kept WHERE opened IS NOT NULL AND open_date IS NULL
    UNION ALL
    SELECT sheet, line, 'closed', closed FROM kept WHERE closed IS NOT NULL AND close_date IS NULL
)
UNION ALL
SELECT sheet, line, field, value, 'warning', 'school-figure-unread', '''' || value || ''' is not a whole number: it is left out',
    'write digits only'
FROM (
    SELECT sheet, line, 'capacity' AS field, capacity AS value FROM kept WHERE capacity IS NOT NULL AND places IS NULL
    UNION ALL
    SELECT sheet, line, 'pupils', pupils FROM kept WHERE pupils IS NOT NULL AND pupil_count IS NULL
)
UNION ALL
SELECT sheet, line, 'pupils', pupils, 'note', 'more-pupils-than-places',
    pupils || ' pupils are on the roll of a school for ' || capacity, 'ask the school which of the two is right'
FROM kept
WHERE NOT is_closed AND places > 0 AND pupil_count > 2 * places;

CREATE TABLE remark AS
SELECT sheet, 'note' AS severity, 'schools-closed' AS code, '%d closed school{|s} without a known successor {is|are} set aside' AS said,
    'give links_edubasealldata beside the list: it says who followed whom' AS mend
FROM accounted
WHERE reason = 'closed'
UNION ALL
SELECT sheet, 'note', 'schools-succeeded', '%d closed school{ is|s are} kept, without service, for the school that followed', ''
FROM kept
WHERE is_closed
UNION ALL
SELECT sheet, 'note', 'capacity-unknown', '%d open school{ states|s state} no capacity: unknown, which is not none', ''
FROM kept
WHERE NOT is_closed AND places IS NULL;
