-- One row an id. A package often says the same thing in CSV, in JSON and inside other objects: the first row that has a
-- value gives it, CSV before JSON, whole rows before nested ones (`rank`).

CREATE SCHEMA stage;

-- The hour of a day as 9:00 or 16:30: seconds go, and 4:30 PM is 16:30. What is no hour stays as it is written.
CREATE MACRO tp_clock_of_parts(parts) AS
    CAST(CAST(parts['hour'] AS INTEGER) % 12 + CASE parts['half'] WHEN 'p' THEN 12 ELSE 0 END AS VARCHAR)
    || ':' || coalesce(nullif(parts['minute'], ''), '00');

CREATE MACRO tp_clock(written) AS
    CASE
        WHEN regexp_matches(lower(written), '^\s*\d{1,2}([:.]\d{2})?(:\d{2})?\s*[ap]\.?m')
        THEN tp_clock_of_parts(
            regexp_extract(lower(written), '^\s*(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*([ap])', ['hour', 'minute', 'half'])
        )
        ELSE regexp_replace(written, '^(\d{1,2}:\d{2}).*$', '\1', 'g')
    END;

-- Where a row stands among the rows with its key: 1 = the row that is kept.
CREATE TABLE stage.organization_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (SELECT *, coalesce(id, tp_fold(name)) AS key FROM landed.organizations);

CREATE TABLE stage.service_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (
    SELECT *, coalesce(id, tp_fold(name) || '|' || coalesce(organization_id, tp_fold(organization_name), '')) AS key
    FROM landed.services
);

CREATE TABLE stage.location_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (
    SELECT *, coalesce(id, tp_fold(name) || '|' || coalesce(organization_id, tp_fold(organization_name), '')) AS key
    FROM landed.locations
);

CREATE TABLE stage.term_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (SELECT *, coalesce(id, code, tp_fold(name)) AS key FROM landed.terms);

CREATE TABLE stage.vocabulary_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (SELECT *, coalesce(id, tp_fold(name)) AS key FROM landed.vocabularies);

CREATE TABLE stage.service_at_location_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (SELECT *, service_id || '|' || location_id AS key FROM landed.service_at_locations);

-- Rows that hang on another: the same id under the same parent is the same row; so are the same words without an id.
CREATE TABLE stage.address_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (
    -- Physical and postal addresses may number their rows apart.
    SELECT *,
        concat_ws('|',
            coalesce(id, concat_ws(', ', address_1, address_2, city, postal_code)), coalesce(location_id, ''), address_type
        ) AS key
    FROM landed.addresses
);

CREATE TABLE stage.eligibility_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (
    SELECT *, concat_ws('|', coalesce(id, concat_ws(', ', eligibility, gender, minimum_age, maximum_age)), coalesce(service_id, '')) AS key
    FROM landed.eligibility
);

CREATE TABLE stage.area_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (
    SELECT *, concat_ws('|', coalesce(id, concat_ws(', ', name, uri, extent)), coalesce(service_id, '')) AS key
    FROM landed.service_areas
);

CREATE TABLE stage.cost_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (
    SELECT *, concat_ws('|', coalesce(id, concat_ws(', ', option, amount, currency, amount_description)), coalesce(service_id, '')) AS key
    FROM landed.cost_options
);

CREATE TABLE stage.schedule_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (
    SELECT *, concat_ws('|', coalesce(id, concat_ws(', ', days, opens_at, closes_at, description)),
        coalesce(service_id, service_at_location_id, location_id, '')) AS key
    FROM landed.schedules
);

CREATE TABLE stage.language_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (
    SELECT *, concat_ws('|', coalesce(id, name), coalesce(service_id, '')) AS key
    FROM landed.languages
);

CREATE TABLE stage.identifier_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (
    SELECT *, concat_ws('|', coalesce(id, concat_ws(', ', scheme, identifier_type, identifier)), coalesce(organization_id, '')) AS key
    FROM landed.organization_identifiers
);

CREATE TABLE stage.funding_rows AS
SELECT *, row_number() OVER (PARTITION BY key ORDER BY rank, sheet, line, ordinal) AS place
FROM (
    SELECT *, concat_ws('|', coalesce(id, source), coalesce(service_id, organization_id, '')) AS key
    FROM landed.funding
);

-- arg_min leaves nulls out: the first value that stands anywhere.
CREATE TABLE stage.organization AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.organization_rows WHERE key IS NOT NULL GROUP BY key;
CREATE TABLE stage.service AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.service_rows WHERE key IS NOT NULL GROUP BY key;
CREATE TABLE stage.location AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.location_rows WHERE key IS NOT NULL GROUP BY key;
CREATE TABLE stage.term AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.term_rows WHERE key IS NOT NULL GROUP BY key;
CREATE TABLE stage.vocabulary AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.vocabulary_rows WHERE key IS NOT NULL GROUP BY key;
CREATE TABLE stage.address AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.address_rows GROUP BY key;
CREATE TABLE stage.eligibility AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.eligibility_rows GROUP BY key;
CREATE TABLE stage.area AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.area_rows GROUP BY key;
CREATE TABLE stage.cost AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.cost_rows GROUP BY key;
CREATE TABLE stage.schedule AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.schedule_rows GROUP BY key;
CREATE TABLE stage.language AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.language_rows GROUP BY key;
CREATE TABLE stage.identifier AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.identifier_rows GROUP BY key;
CREATE TABLE stage.funding AS
SELECT key, arg_min(COLUMNS(* EXCLUDE (key, place)), place) FROM stage.funding_rows GROUP BY key;

-- Which service is given where: links of their own, and services that name their location (Ohana).
CREATE TABLE stage.delivery AS
SELECT DISTINCT service_id AS service_key, location_id AS location_key
FROM stage.service_at_location_rows
WHERE key IS NOT NULL
UNION
SELECT key, location_id FROM stage.service WHERE location_id IS NOT NULL;
