-- Sites: locations with the best of their addresses in one line.

CREATE TABLE stage.location_address AS
WITH written AS (
    SELECT
        location_id AS key,
        concat_ws(', ', address_1, address_2, city, region, state_province) AS address,
        postal_code AS postcode,
        city,
        -- A postal address serves only where no other is given.
        row_number() OVER (
            PARTITION BY location_id
            ORDER BY coalesce(address_type, '') = 'postal', address_1 IS NULL, rank, sheet, line, ordinal
        ) AS place
    FROM stage.address
    WHERE location_id IS NOT NULL
)
SELECT key, nullif(address, '') AS address, postcode, city FROM written WHERE place = 1;

CREATE TABLE stage.site AS
SELECT
    location.*,
    TRY_CAST(location.latitude AS DOUBLE) AS north,
    TRY_CAST(location.longitude AS DOUBLE) AS east,
    -- "State: FL" is no address.
    regexp_full_match(location.address, 'State:\s*\S{2,3}') AS says_state_only,
    address.address AS address_line,
    address.postcode,
    address.city
FROM stage.location AS location
LEFT JOIN stage.location_address AS address ON address.key = location.id;

INSERT INTO record.site BY NAME
SELECT
    tp_record_id('site', key) AS record_id, id AS source_id, sheet, line, extra, id,
    coalesce(name, alternate_name, address_line, id) AS name,
    postcode,
    CASE WHEN abs(north) <= 90 AND abs(east) <= 180 THEN north END AS latitude,
    CASE WHEN abs(north) <= 90 AND abs(east) <= 180 THEN east END AS longitude,
    city AS place,
    coalesce(address_line, CASE WHEN says_state_only THEN NULL ELSE address END) AS address
FROM stage.site;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'latitude' AS column, concat_ws(', ', latitude, longitude) AS value, 'warning' AS severity,
    'coordinates-impossible' AS code,
    'No place on earth has latitude ' || coalesce(latitude, '(none)') || ' and longitude ' || coalesce(longitude, '(none)')
        || '; the site is kept without them.' AS sentence,
    'Latitude runs from -90 to 90, longitude from -180 to 180.' AS mend
FROM stage.site
WHERE (latitude IS NOT NULL OR longitude IS NOT NULL) AND (abs(north) <= 90 AND abs(east) <= 180) IS NOT TRUE;

INSERT INTO record.problem BY NAME
SELECT
    min(sheet) AS sheet, NULL AS line, 'latitude' AS column, count(*)::VARCHAR AS value, 'note' AS severity,
    'coordinates-missing' AS code,
    tp_counted('%d of ' || (SELECT count(*) FROM stage.site) || ' locations {has|have} no coordinates.', count(*)) AS sentence,
    'Sites without coordinates are left out of distances.' AS mend
FROM stage.site
WHERE latitude IS NULL AND longitude IS NULL
HAVING count(*) > 0;

INSERT INTO record.problem BY NAME
SELECT
    min(sheet) AS sheet, NULL AS line, 'address' AS column, count(*)::VARCHAR AS value, 'note' AS severity,
    'address-is-state-only' AS code, tp_counted('%d location{ gives|s give} a state in place of an address.', count(*)) AS sentence,
    'These sites are kept without an address.' AS mend
FROM stage.site
WHERE says_state_only AND address_line IS NULL
HAVING count(*) > 0;
