-- What is worth saying of services and links.

INSERT INTO record.problem BY NAME
SELECT
    service.sheet, service.line, 'organization_id' AS column, NULL AS value, 'warning' AS severity, 'provider-unknown' AS code,
    'Service ' || coalesce(service.id, service.name)
        || ' names neither an organisation nor a location of one; its provider is unknown.' AS sentence,
    'Ask the publisher who runs it.' AS mend
FROM stage.service AS service
JOIN stage.provider AS provider ON provider.key = service.key
WHERE provider.organization_key IS NULL;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'service_id' AS column, key AS value, 'warning' AS severity, 'service-missing' AS code,
    'Service ' || key || ' is not in the package but is referred to; it is kept under its id.' AS sentence,
    'Ask the publisher for the row of this service.' AS mend
FROM stage.missing_service;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'organization_id' AS column, organization_id AS value, 'error' AS severity, 'service-empty' AS code,
    'A service without id and name cannot be kept.' AS sentence, 'Ask the publisher for the rest of the row.' AS mend
FROM stage.service_rows WHERE key IS NULL;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'name' AS column, id AS value, 'warning' AS severity, 'name-missing' AS code,
    what || ' ' || id || ' has no name; it is kept under its id.' AS sentence, 'Ask the publisher for the name.' AS mend
FROM (
    SELECT 'Organisation' AS what, id, sheet, line FROM stage.organization WHERE coalesce(name, alternate_name) IS NULL
    UNION ALL
    SELECT 'Service', id, sheet, line FROM stage.service WHERE coalesce(name, alternate_name) IS NULL
);

INSERT INTO record.problem BY NAME
SELECT
    min(sheet) AS sheet, NULL AS line, 'status' AS column, NULL AS value, 'note' AS severity, 'status-unknown' AS code,
    tp_counted('%d of ' || (SELECT count(*) FROM stage.service) || ' services {has|have} no status: not known, which is not inactive.', count(*)) AS sentence,
    'Ask the publisher which of them still run.' AS mend
FROM stage.service WHERE status IS NULL
HAVING count(*) > 0;

-- One id, two names: the first wins, and somebody should look.
INSERT INTO record.problem BY NAME
SELECT
    rows.sheet, rows.line, 'name' AS column, rows.name AS value, 'warning' AS severity, 'same-id-differs' AS code,
    'Id ' || rows.key || ' stands for ''' || kept.name || ''' and for ''' || rows.name || '''; the first is kept.' AS sentence,
    'Ask the publisher for ids that are used once.' AS mend
FROM (
    SELECT DISTINCT 'organisation' AS kind, key, name, sheet, line FROM stage.organization_rows WHERE place > 1
    UNION ALL
    SELECT DISTINCT 'service', key, name, sheet, line FROM stage.service_rows WHERE place > 1
    UNION ALL
    SELECT DISTINCT 'location', key, name, sheet, line FROM stage.location_rows WHERE place > 1
) AS rows
JOIN (
    SELECT 'organisation' AS kind, key, name FROM stage.organization
    UNION ALL
    SELECT 'service', key, name FROM stage.service
    UNION ALL
    SELECT 'location', key, name FROM stage.location
) AS kept ON kept.kind = rows.kind AND kept.key = rows.key
WHERE tp_fold(rows.name) <> tp_fold(kept.name);

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'taxonomy_term_id' AS column, reference AS value, 'warning' AS severity, 'link-unresolved' AS code,
    CASE
        WHEN NOT has_service THEN 'A term is linked to ' || coalesce(said, 'nothing') || ', which is no service of the package.'
        ELSE 'Service ' || service_key || ' is linked to term ' || reference || ', which is not in the package.'
    END AS sentence,
    'Ask the publisher for the missing row.' AS mend
FROM stage.term_link
WHERE how <> 'name' AND (NOT has_service OR term_key IS NULL) AND NOT nested AND place = 1
    -- Terms of organisations and locations are links that hold, although nothing is made of them.
    AND coalesce(said, '') NOT IN (SELECT key FROM stage.organization UNION SELECT key FROM stage.location);

INSERT INTO record.problem BY NAME
SELECT
    service.sheet, service.line, 'location_id' AS column, delivery.location_key AS value, 'warning' AS severity,
    'link-unresolved' AS code,
    'Service ' || delivery.service_key || ' is given at location ' || delivery.location_key || ', which is not in the package.' AS sentence,
    'Ask the publisher for the missing row.' AS mend
FROM stage.delivery AS delivery
JOIN stage.service AS service ON service.key = delivery.service_key
LEFT JOIN stage.location AS location ON location.key = delivery.location_key
WHERE location.key IS NULL;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'parent_id' AS column, parent_id AS value, 'note' AS severity, 'link-unresolved' AS code,
    'Term ' || coalesce(id, name) || ' belongs to term ' || parent_id || ', which is not in the package.' AS sentence,
    'It is kept without a broader need.' AS mend
FROM stage.named_term AS term
JOIN stage.term_parent AS link ON link.key = term.key
WHERE term.parent_id IS NOT NULL AND link.parent_key IS NULL;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'name' AS column, name AS value, 'note' AS severity, 'area-is-a-sentence' AS code,
    'The area of service ' || key || ' is told in a sentence, not by the name of a place; it is left out of places.' AS sentence,
    'Ask the publisher for the name or code of the area.' AS mend
FROM stage.written_area WHERE is_sentence AND place = name AND key IS NOT NULL;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'closes_at' AS column, opens_at || '-' || closes_at AS value, 'warning' AS severity, 'closes-before-it-opens' AS code,
    'Opens at ' || opens_at || ' and closes at ' || closes_at || ': an hour of the afternoon may lack its pm.' AS sentence,
    'Write hours from 00:00 to 23:59.' AS mend
FROM stage.schedule
WHERE TRY_CAST(lpad(regexp_extract(tp_clock(closes_at), '^\d{1,2}:\d{2}'), 5, '0') AS TIME)
    <= TRY_CAST(lpad(regexp_extract(tp_clock(opens_at), '^\d{1,2}:\d{2}'), 5, '0') AS TIME);

INSERT INTO record.problem BY NAME
SELECT
    min(link.sheet) AS sheet, NULL AS line, 'code' AS column, count(DISTINCT link.code)::VARCHAR AS value, 'note' AS severity,
    'code-unmapped' AS code,
    count(DISTINCT link.code) || ' of ' || (SELECT count(DISTINCT code) FROM landed.code_links)
        || ' 211 codes (' || count(*) || ' links) stand for no term that the package names.' AS sentence,
    'They are set aside with the other 211 codes.' AS mend
FROM landed.code_links AS link
LEFT JOIN (SELECT DISTINCT code FROM landed.code_mapping WHERE code IS NOT NULL) AS mapped ON mapped.code = link.code
WHERE mapped.code IS NULL
HAVING count(*) > 0;
