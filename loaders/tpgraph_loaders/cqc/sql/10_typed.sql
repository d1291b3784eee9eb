-- Landed text -> typed rows, one a location; which of several rows with one id is kept; what its words mean.

CREATE TABLE typed AS
SELECT
    *,
    tp_date(start) AS start_date,
    tp_date("end") AS end_date,
    TRY_CAST(beds AS BIGINT) AS bed_count,
    TRY_CAST(latitude AS DOUBLE) AS north,
    TRY_CAST(longitude AS DOUBLE) AS east,
    -- The directory writes 09/Jan/2018 - 00:00.
    tp_date(regexp_replace(coalesce(rated_on, checked_on), '\s+-\s+\d{1,2}:\d{2}$', '', 'g')) AS inspected_on,
    nullif(brand, '-') AS brand_name,
    coalesce(name, also_known_as, 'CQC location ' || location_id) AS shown,
    tp_record_id('service', location_id) AS service_record,
    tp_record_id('site', location_id) AS site_record,
    tp_record_id('organisation', provider_id) AS provider_record,
    row_number() OVER (PARTITION BY location_id ORDER BY sheet, line) AS place
FROM landed.locations;

CREATE TABLE located AS
SELECT * FROM typed WHERE location_id IS NOT NULL AND place = 1;

CREATE TABLE worded AS
SELECT DISTINCT
    said.location_id,
    said.kind,
    said.text,
    wording.text IS NOT NULL AS is_known,
    string_split(wording.client_groups, ';') AS client_groups,
    string_split(wording.needs, ';') AS needs
FROM (
    SELECT location_id, 'band' AS kind, trim(unnest(string_split(bands, '|'))) AS text
    FROM located
    WHERE bands IS NOT NULL
    UNION ALL
    SELECT location_id, 'type', trim(unnest(string_split(types, '|')))
    FROM located
    WHERE types IS NOT NULL
) AS said
LEFT JOIN landed._wording AS wording ON wording.kind = said.kind AND tp_fold(wording.text) = tp_fold(said.text)
WHERE said.text <> '';

-- A band without a wording is a client group by its own name; a service type without one says nothing of needs.
CREATE TABLE meaning AS
SELECT
    location_id,
    list_sort(list_distinct(flatten(list(
        CASE WHEN kind = 'band' AND NOT is_known THEN [text] ELSE coalesce(client_groups, []) END
    )))) AS client_groups,
    list_sort(list_distinct(flatten(list(coalesce(needs, []))))) AS needs
FROM worded
GROUP BY location_id;
