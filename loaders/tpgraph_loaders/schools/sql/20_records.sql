-- Schools and their trusts, sites, services, and who followed whom.

CREATE TABLE trust AS
SELECT
    *,
    tp_record_id('organisation', coalesce('trust ' || trust_code, tp_fold(trust_name))) AS trust_record
FROM kept
WHERE trust_name IS NOT NULL;

INSERT INTO record.organisation BY NAME
SELECT
    organisation_record AS record_id,
    urn AS source_id,
    kept.sheet,
    kept.line,
    nullif('{' || concat_ws(
        ',',
        tp_piece('ukprn', ukprn),
        tp_piece('local_authority', authority),
        CASE WHEN is_closed THEN tp_piece('closed', coalesce(close_date, closed, 'date not stated')) END,
        substring(extra, 2, length(extra) - 2)
    ) || '}', '{}') AS extra,
    urn AS id,
    name,
    kind,
    'education' AS sector,
    identifier,
    trust_name AS parent,
    stands_in AS place,
    CASE WHEN website NOT LIKE '%@%' THEN website END AS website,
    CASE
        WHEN trust_name IS NOT NULL THEN tp_record_id('organisation', coalesce('trust ' || trust_code, tp_fold(trust_name)))
    END AS parent_record,
    false AS stub,
    false AS mentioned
FROM kept;

INSERT INTO record.organisation BY NAME
SELECT
    trust_record AS record_id,
    trust_code AS source_id,
    sheet,
    line,
    trust_code AS id,
    trust_name AS name,
    'trust of schools' AS kind,
    'education' AS sector,
    false AS stub,
    false AS mentioned
FROM trust
QUALIFY row_number() OVER (PARTITION BY trust_record ORDER BY sheet, line) = 1;

INSERT INTO record.site BY NAME
SELECT
    site_record AS record_id,
    urn AS source_id,
    sheet,
    line,
    CASE WHEN uprn IS NOT NULL THEN '{' || tp_piece('uprn', uprn) || '}' END AS extra,
    urn AS id,
    name,
    postcode,
    north AS latitude,
    east AS longitude,
    stands_in AS place,
    nullif(concat_ws(', ', street, locality, address3, town, nullif(county, 'Not recorded')), '') AS address
FROM kept
WHERE NOT is_closed;

CREATE TABLE taught AS
SELECT kept.urn, list_sort(list_distinct(flatten(list(string_split(wording.client_groups, ';'))))) AS client_groups
FROM kept
JOIN landed._wording AS wording
    ON (wording.kind = 'phase' AND tp_fold(wording.text) = tp_fold(kept.phase))
    OR (wording.kind = 'type' AND contains(tp_fold(kept.kind), tp_fold(wording.text)))
GROUP BY kept.urn;

-- A school is taken to be for the people of the district it stands in. Pupils are those on the roll on the day of the census.
INSERT INTO record.service BY NAME
SELECT
    service_record AS record_id,
    kept.urn AS source_id,
    sheet,
    line,
    nullif('{' || concat_ws(
        ',', tp_piece('pupils_counted_on', tp_date(counted_on)),
        CASE WHEN lower(status) LIKE 'open, but%' THEN tp_piece('status', status) END
    ) || '}', '{}') AS extra,
    kept.urn AS id,
    name AS provider,
    name,
    concat_ws(
        '; ',
        CASE
            WHEN low IS NOT NULL AND high IS NOT NULL THEN 'Education of pupils aged ' || low || ' to ' || high
            ELSE 'Education'
        END,
        nullif(lower(phase), 'not applicable'),
        lower(kind)
    ) AS description,
    ['Education'] AS needs,
    taught.client_groups,
    CASE WHEN stands_in IS NOT NULL THEN [stands_in] END AS places,
    open_date AS start,
    places AS places_per_year,
    pupil_count AS people_per_year,
    state AS status,
    [name] AS site,
    organisation_record AS provider_record,
    [site_record] AS site_records,
    false AS stub
FROM kept
LEFT JOIN taught ON taught.urn = kept.urn
WHERE NOT is_closed;

INSERT INTO record.succession BY NAME
SELECT
    tp_record_id('succession', succession.urn || chr(31) || successor) AS record_id,
    succession.sheet,
    succession.line,
    '{' || tp_piece('link', succession.kind) || '}' AS extra,
    succession.name AS organisation,
    coalesce(other.name, successor_name, successor) AS successor,
    date,
    succession.organisation_record,
    tp_record_id('organisation', successor) AS successor_record
FROM succession
LEFT JOIN kept AS other ON other.urn = successor;

-- Successors that the list does not hold, or that closed without one of their own.
INSERT INTO record.organisation BY NAME
SELECT
    tp_record_id('organisation', successor) AS record_id,
    successor AS source_id,
    sheet,
    line,
    successor AS id,
    coalesce(successor_name, successor) AS name,
    'education' AS sector,
    CASE WHEN regexp_full_match(successor, '\d{6}') THEN 'GB-EDU-' || successor END AS identifier,
    successor_name IS NULL AS stub,
    successor_name IS NOT NULL AS mentioned
FROM succession
WHERE successor NOT IN (SELECT urn FROM kept)
QUALIFY row_number() OVER (PARTITION BY successor ORDER BY successor_name IS NULL, sheet, line) = 1;
