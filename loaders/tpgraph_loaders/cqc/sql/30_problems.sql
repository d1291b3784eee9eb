-- What is worth saying: a row for each cell in doubt, one note for each cause that holds for many.

CREATE TABLE doubt AS
SELECT sheet, line, 'location_id' AS field, NULL AS value, 'warning' AS severity, 'location-without-id' AS code,
    'the row has no location id: it is set aside' AS sentence, 'give the file as the Commission published it' AS mend
FROM typed
WHERE location_id IS NULL
UNION ALL
SELECT sheet, line, 'location_id', location_id, 'warning', 'location-repeated',
    'location ' || location_id || ' stands above already: the first row is kept', 'delete one of the rows'
FROM typed
WHERE location_id IS NOT NULL AND place > 1
UNION ALL
SELECT sheet, line, 'provider_id', NULL, 'warning', 'provider-missing',
    'location ' || location_id || ' has no provider id: who runs it is unknown', 'ask the Commission for the row'
FROM located
WHERE provider_id IS NULL
UNION ALL
SELECT sheet, line, 'start', start, 'warning', 'bad-date',
    '''' || start || ''' is not a date: the first day of the service is unknown', 'write the day first, such as 31/03/2010'
FROM located
WHERE start IS NOT NULL AND start_date IS NULL
UNION ALL
SELECT sheet, line, 'beds', beds, 'warning', 'beds-not-a-number',
    '''' || beds || ''' is not a number of beds: it is left out', 'write a whole number'
FROM located
WHERE beds IS NOT NULL AND bed_count IS NULL
UNION ALL
SELECT sheet, line, 'latitude', concat_ws(', ', latitude, longitude), 'warning', 'site-nowhere',
    'no place on earth has latitude ' || coalesce(latitude, '(none)') || ' and longitude ' || coalesce(longitude, '(none)')
        || ': the site is kept without them',
    'latitude runs from -90 to 90, longitude from -180 to 180'
FROM located
WHERE (latitude IS NOT NULL OR longitude IS NOT NULL) AND (abs(north) <= 90 AND abs(east) <= 180) IS NOT TRUE
UNION ALL
SELECT provider.sheet, provider.line, number.kind, number.written, 'warning', 'number-not-of-register',
    '''' || number.written || ''' is no ' || number.kind || ' number: the provider is kept without it',
    'look the number up at Companies House or in the register of charities'
FROM provider
JOIN landed._identifier AS number
    ON number.identifier IS NULL
    AND ((number.kind = 'company' AND number.written = provider.company) OR (number.kind = 'charity' AND number.written = provider.charity))
WHERE NOT regexp_full_match(lower(number.written), '-|n/?a|none|not (known|applicable|registered)');

CREATE TABLE remark AS
SELECT
    sheet, 'note' AS severity, 'provider-individual' AS code,
    '%d location{ is run by a person|s are run by persons}: their names are not kept, only the number of the provider' AS said, '' AS mend
FROM located
WHERE individual
UNION ALL
SELECT
    sheet, 'note', 'dual-registration', '%d location{ is|s are} registered for two providers: each row is kept as a service of its own',
    'say with a verdict which of them are one service'
FROM located
WHERE dual IS NOT NULL
UNION ALL
SELECT
    located.sheet, 'note', 'wording-missing',
    '%d location{ is|s are} flagged ''' || replace(worded.text, '%', '%%') || ''', for which wordings.csv of the loader has no line',
    'add a line that says which client groups and needs are meant'
FROM worded
JOIN located ON located.location_id = worded.location_id
WHERE NOT worded.is_known;
