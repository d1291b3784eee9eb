-- Which body each text means: an id of the sheet, a name of the sheet, a public identifier, else a body of its own.

-- inspected may be a body or a service; an id or name of the services sheet is a service unless a body has it too.
CREATE TABLE inspected_service AS
SELECT DISTINCT i.inspected AS text
FROM kept.inspection i
WHERE NOT EXISTS (SELECT 1 FROM kept.organisation o WHERE o.id = i.inspected)
    AND (
        EXISTS (SELECT 1 FROM kept.service s WHERE s.id = i.inspected)
        OR (
            NOT EXISTS (SELECT 1 FROM kept.organisation o WHERE tp_fold(o.name) = tp_fold(i.inspected))
            AND EXISTS (SELECT 1 FROM kept.service s WHERE tp_fold(s.name) = tp_fold(i.inspected))
        )
    );

CREATE TABLE organisation_reference AS
SELECT 'organisation' AS kind, 'parent' AS field, sheet, line, parent AS text FROM kept.organisation
UNION ALL SELECT 'service', 'provider', sheet, line, provider FROM kept.service
UNION ALL SELECT 'service', 'commissioner', sheet, line, commissioner FROM kept.service
UNION ALL SELECT 'flow', 'payer', sheet, line, payer FROM kept.flow
UNION ALL
SELECT 'flow', 'payee', f.sheet, f.line, f.payee
FROM kept.flow f JOIN landed._payee p ON p.payee = f.payee WHERE p.status = 'known'
UNION ALL SELECT 'spend', 'organisation', sheet, line, organisation FROM kept.spend
UNION ALL SELECT 'succession', 'organisation', sheet, line, organisation FROM kept.succession
UNION ALL SELECT 'succession', 'successor', sheet, line, successor FROM kept.succession
UNION ALL SELECT 'partnership', 'organisation', sheet, line, organisation FROM kept.partnership
UNION ALL SELECT 'partnership', 'other', sheet, line, other FROM kept.partnership
UNION ALL SELECT 'inspection', 'inspector', sheet, line, inspector FROM kept.inspection
UNION ALL
SELECT 'inspection', 'inspected', sheet, line, inspected
FROM kept.inspection WHERE inspected NOT IN (SELECT text FROM inspected_service);

DELETE FROM organisation_reference WHERE text IS NULL;

CREATE TABLE organisation_name AS
SELECT tp_fold(name) AS folded, arg_min(record_id, line) AS record_id, count(*) AS bodies, min(line) AS line
FROM kept.organisation GROUP BY tp_fold(name);

CREATE TABLE organisation_identifier AS
SELECT i.identifier, arg_min(o.record_id, o.line) AS record_id
FROM kept.organisation o JOIN landed._identifier i ON i.text = o.identifier GROUP BY i.identifier;

-- One row a text. `reads_as_id`: it stands in a column of ids, or is built like the ids of the sheet.
CREATE TABLE organisation_text AS
SELECT
    r.text,
    i.identifier,
    bool_or(coalesce(h.holds_ids, false))
        OR coalesce(tp_id_shape(r.text) IN (SELECT tp_id_shape(id) FROM kept.organisation WHERE tp_id_shape(id) IS NOT NULL), false)
        AS reads_as_id
FROM organisation_reference r
LEFT JOIN landed._identifier i ON i.text = r.text
LEFT JOIN landed._heading h ON h.kind = r.kind AND h.field = r.field AND h.sheet = r.sheet
GROUP BY r.text, i.identifier;

CREATE TABLE organisation_of AS
SELECT
    t.text, t.identifier, t.reads_as_id,
    coalesce(
        by_id.record_id, by_name.record_id, by_identifier.record_id,
        tp_record_id('organisation', coalesce(t.identifier, CASE WHEN t.reads_as_id THEN t.text ELSE tp_fold(t.text) END))
    ) AS record_id,
    by_id.record_id IS NULL AND by_name.bodies > 1 AS ambiguous,
    by_name.line AS named_at
FROM organisation_text t
LEFT JOIN kept.organisation by_id ON by_id.id = t.text
LEFT JOIN organisation_name by_name ON by_name.folded = tp_fold(t.text)
LEFT JOIN organisation_identifier by_identifier ON by_identifier.identifier = t.identifier;

INSERT INTO record.organisation BY NAME
SELECT o.*, parent.record_id AS parent_record, false AS stub, false AS mentioned
FROM kept.organisation o LEFT JOIN organisation_of parent ON parent.text = o.parent;

-- Bodies that stand on no sheet, each from where it is first named.
CREATE TABLE organisation_missing AS
SELECT o.*, r.kind, r.field, r.sheet, r.line, count(*) OVER (PARTITION BY o.record_id) AS times
FROM organisation_of o JOIN organisation_reference r ON r.text = o.text
WHERE o.record_id NOT IN (SELECT record_id FROM kept.organisation)
QUALIFY row_number() OVER (PARTITION BY o.record_id ORDER BY r.sheet, r.line, r.field) = 1;

INSERT INTO record.organisation BY NAME
SELECT
    record_id, sheet, line, text AS name, 'unknown' AS sector, identifier,
    CASE WHEN identifier IS NULL AND reads_as_id THEN text END AS id,
    CASE WHEN identifier IS NULL AND reads_as_id THEN text END AS source_id,
    identifier IS NOT NULL OR reads_as_id AS stub,
    identifier IS NULL AND NOT reads_as_id AS mentioned
FROM organisation_missing;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, kind || '.' || field AS "column", text AS value, 'warning' AS severity, 'organisation-missing' AS code,
    'no organisation has the id ''' || text || ''', which stands in ' || times || CASE WHEN times = 1 THEN ' row' ELSE ' rows' END
        || '; a body of that name is kept in its place' AS sentence,
    'add a row with this id to the sheet organisations, or mend the id' AS mend
FROM organisation_missing WHERE reads_as_id AND identifier IS NULL;

INSERT INTO record.problem BY NAME
SELECT
    r.sheet, r.line, r.kind || '.' || r.field AS "column", r.text AS value, 'warning' AS severity, 'name-of-two' AS code,
    'more than one organisation is called ''' || r.text || '''; the one on row ' || o.named_at || ' is taken' AS sentence,
    'write the id of the one that is meant' AS mend
FROM organisation_reference r JOIN organisation_of o ON o.text = r.text
WHERE o.ambiguous;
