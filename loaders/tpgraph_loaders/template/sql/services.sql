-- Services, the sites they are given at, and which service each text means: an id of the sheet, else a name.

CREATE TABLE service_reference AS
SELECT 'flow' AS kind, 'service' AS field, sheet, line, service AS text FROM kept.flow
UNION ALL SELECT 'referral', 'service', sheet, line, service FROM kept.referral
UNION ALL SELECT 'referral', 'other', sheet, line, other FROM kept.referral
UNION ALL
SELECT 'inspection', 'inspected', sheet, line, inspected
FROM kept.inspection WHERE inspected IN (SELECT text FROM inspected_service);

DELETE FROM service_reference WHERE text IS NULL;

CREATE TABLE service_name AS
SELECT tp_fold(name) AS folded, arg_min(record_id, line) AS record_id, count(*) AS services, min(line) AS line
FROM kept.service GROUP BY tp_fold(name);

CREATE TABLE service_of AS
SELECT
    t.text,
    coalesce(
        by_id.record_id, by_name.record_id,
        tp_record_id(
            'service',
            CASE
                WHEN tp_id_shape(t.text) IN (SELECT tp_id_shape(id) FROM kept.service WHERE tp_id_shape(id) IS NOT NULL) THEN t.text
                ELSE tp_fold(t.text)
            END
        )
    ) AS record_id,
    by_id.record_id IS NULL AND by_name.services > 1 AS ambiguous,
    by_name.line AS named_at
FROM (SELECT DISTINCT text FROM service_reference) t
LEFT JOIN kept.service by_id ON by_id.id = t.text
LEFT JOIN service_name by_name ON by_name.folded = tp_fold(t.text);

CREATE TABLE service_missing AS
SELECT o.*, r.kind, r.field, r.sheet, r.line, count(*) OVER (PARTITION BY o.record_id) AS times
FROM service_of o JOIN service_reference r ON r.text = o.text
WHERE o.record_id NOT IN (SELECT record_id FROM kept.service)
QUALIFY row_number() OVER (PARTITION BY o.record_id ORDER BY r.sheet, r.line, r.field) = 1;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, kind || '.' || field AS "column", text AS value, 'warning' AS severity, 'service-missing' AS code,
    'no service has the name or id ''' || text || ''', which stands in ' || times
        || CASE WHEN times = 1 THEN ' row' ELSE ' rows' END || '; a service of that name is kept in its place' AS sentence,
    'add it to the sheet services, or mend the name or id' AS mend
FROM service_missing;

INSERT INTO record.problem BY NAME
SELECT
    r.sheet, r.line, r.kind || '.' || r.field AS "column", r.text AS value, 'warning' AS severity, 'name-of-two' AS code,
    'more than one service is called ''' || r.text || '''; the one on row ' || o.named_at || ' is taken' AS sentence,
    'write the id of the one that is meant' AS mend
FROM service_reference r JOIN service_of o ON o.text = r.text
WHERE o.ambiguous;

-- Sites: a text that is neither id nor name of the sheet is a site of its own.
CREATE TABLE site_reference AS
SELECT record_id AS service_record, sheet, line, unnest(site) AS text, generate_subscripts(site, 1) AS position
FROM kept.service WHERE site IS NOT NULL;

CREATE TABLE site_of AS
SELECT t.text, coalesce(by_id.record_id, by_name.record_id, tp_record_id('site', tp_fold(t.text))) AS record_id
FROM (SELECT DISTINCT text FROM site_reference) t
LEFT JOIN kept.site by_id ON by_id.id = t.text
LEFT JOIN (SELECT tp_fold(name) AS folded, arg_min(record_id, line) AS record_id FROM kept.site GROUP BY tp_fold(name)) by_name
    ON by_name.folded = tp_fold(t.text);

INSERT INTO record.site BY NAME SELECT * FROM kept.site;

INSERT INTO record.site BY NAME
SELECT o.record_id, r.sheet, r.line, o.text AS name, 'unknown' AS use
FROM site_of o JOIN site_reference r ON r.text = o.text
WHERE o.record_id NOT IN (SELECT record_id FROM kept.site)
QUALIFY row_number() OVER (PARTITION BY o.record_id ORDER BY r.sheet, r.line, r.position) = 1;

INSERT INTO record.service BY NAME
SELECT
    s.*, provider.record_id AS provider_record, commissioner.record_id AS commissioner_record,
    sites.records AS site_records, false AS stub
FROM kept.service s
LEFT JOIN organisation_of provider ON provider.text = s.provider
LEFT JOIN organisation_of commissioner ON commissioner.text = s.commissioner
LEFT JOIN (
    SELECT r.service_record, list(o.record_id ORDER BY r.position) AS records
    FROM site_reference r JOIN site_of o ON o.text = r.text GROUP BY r.service_record
) sites ON sites.service_record = s.record_id;

INSERT INTO record.service BY NAME
SELECT record_id, text AS source_id, sheet, line, text AS id, text AS name, true AS stub FROM service_missing;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'service.end' AS "column", "end" AS value, 'warning' AS severity, 'ends-before-start' AS code,
    'the service ends on ' || "end" || ', before it starts on ' || start AS sentence, 'mend one of the two dates' AS mend
FROM kept.service WHERE "end" < start;
