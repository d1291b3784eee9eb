-- Landed text -> typed rows, one an establishment; what the links say of those that closed.

CREATE MACRO tp_piece(key, value) AS '"' || key || '":' || CAST(to_json(value) AS VARCHAR);

CREATE MACRO tp_gss(code) AS CASE WHEN regexp_full_match(code, '[EWSN]\d{8}') AND NOT ends_with(code, '99999999') THEN code END;

CREATE TABLE typed AS
SELECT
    *,
    CASE
        WHEN lower(status) = 'closed' THEN 'closed'
        WHEN lower(status) LIKE 'proposed%' THEN 'planned'
        WHEN lower(status) LIKE 'open%' THEN 'active'
        ELSE 'unknown'
    END AS state,
    tp_date(opened) AS open_date,
    tp_date(closed) AS close_date,
    TRY_CAST(capacity AS BIGINT) AS places,
    TRY_CAST(pupils AS BIGINT) AS pupil_count,
    TRY_CAST(lowest_age AS BIGINT) AS low,
    TRY_CAST(highest_age AS BIGINT) AS high,
    coalesce(tp_gss(district_gss), tp_gss(authority_gss), district, authority) AS stands_in,
    -- The register's number is unique, but 9999 and the like are no numbers.
    CASE WHEN regexp_full_match(urn, '\d{6}') THEN 'GB-EDU-' || urn END AS identifier,
    tp_record_id('organisation', urn) AS organisation_record,
    tp_record_id('service', urn) AS service_record,
    tp_record_id('site', urn) AS site_record,
    nullif(nullif(trim(trust), ''), 'Not applicable') AS trust_name,
    row_number() OVER (PARTITION BY urn ORDER BY sheet, line) AS place
FROM landed.schools;

-- Both schools write the link down, each from its own side: `Successor` of the one is `Predecessor` of the other.
CREATE TABLE linked AS
SELECT
    sheet,
    line,
    CASE WHEN lower(kind) LIKE 'successor%' OR lower(kind) = 'result of amalgamation' THEN urn ELSE other END AS urn,
    CASE WHEN lower(kind) LIKE 'successor%' OR lower(kind) = 'result of amalgamation' THEN other ELSE urn END AS successor,
    CASE WHEN lower(kind) LIKE 'successor%' OR lower(kind) = 'result of amalgamation' THEN other_name END AS successor_name,
    tp_date(date) AS date,
    kind
FROM landed.links
WHERE (lower(kind) LIKE 'successor%' OR lower(kind) = 'result of amalgamation' OR lower(kind) LIKE 'predecessor%')
    AND urn IS NOT NULL AND other IS NOT NULL AND urn <> other;

-- A closed school that nobody followed is nobody's any more; one with a successor stays, as old payments name it.
CREATE TABLE kept AS
SELECT typed.*, state = 'closed' AS is_closed
FROM typed
WHERE urn IS NOT NULL AND name IS NOT NULL AND place = 1
    AND (state <> 'closed' OR urn IN (SELECT urn FROM linked));

CREATE TABLE succession AS
SELECT linked.*, school.organisation_record, school.name
FROM linked
JOIN kept AS school ON school.urn = linked.urn
WHERE school.is_closed
QUALIFY row_number() OVER (PARTITION BY linked.urn, successor ORDER BY linked.date IS NULL, linked.sheet, linked.line) = 1;

CREATE TABLE accounted AS
SELECT
    typed.sheet,
    typed.line,
    CASE
        WHEN typed.urn IS NULL THEN 'no URN'
        WHEN typed.name IS NULL THEN 'no name'
        WHEN typed.place > 1 THEN 'repeats a school'
        WHEN kept.urn IS NULL THEN 'closed'
    END AS reason
FROM typed
LEFT JOIN kept ON kept.sheet = typed.sheet AND kept.line = typed.line
UNION ALL
SELECT
    link.sheet,
    link.line,
    CASE
        WHEN linked.line IS NULL THEN 'a link that says nothing of a successor'
        WHEN school.urn IS NULL THEN 'a link of a school that is not in the list'
        WHEN NOT school.is_closed THEN 'the school of the link is open'
        WHEN succession.line IS NULL THEN 'the same link from the other side'
    END
FROM landed.links AS link
LEFT JOIN linked ON linked.sheet = link.sheet AND linked.line = link.line
LEFT JOIN kept AS school ON school.urn = linked.urn
LEFT JOIN succession ON succession.sheet = link.sheet AND succession.line = link.line;

INSERT INTO record.taken
SELECT sheet, line, NULL FROM accounted WHERE reason IS NULL;

INSERT INTO record.set_aside BY NAME
SELECT sheet, line, reason, 1 AS rows FROM accounted WHERE reason IS NOT NULL;
