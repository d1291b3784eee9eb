-- Who says so, client needs, ties between bodies.
-- Tables in: the current records, statement, load, entity_of, place_of, need_of, group_of.

CREATE TABLE out_source AS
SELECT load_id AS id, file AS name, publisher, dataset, file, sha256, loader, licence, as_of FROM load;

CREATE TABLE out_record AS
SELECT record_id AS id, name, 'organisation' AS kind, sheet, line FROM organisation
UNION ALL
SELECT record_id, name, 'service', sheet, line FROM service;

CREATE TABLE out_rel_describes AS
SELECT o.record_id AS source_id, e.entity_id AS target_id, e.reason FROM organisation o JOIN entity_of e USING (record_id);

CREATE TABLE out_rel_describes_service AS
SELECT s.record_id AS source_id, e.entity_id AS target_id, e.reason FROM service s JOIN entity_of e USING (record_id);

CREATE TABLE out_rel_stated_in AS
SELECT record_id AS source_id, load_id AS target_id, sheet, line
FROM statement WHERE record_kind IN ('organisation', 'service', 'flow', 'spend');

CREATE TABLE read_client_need AS
SELECT c.*, n.need_id, g.group_id, p.place_id
FROM client_need c
LEFT JOIN need_of n ON n.load_id = c.load_id AND n.text = c.need
LEFT JOIN group_of g ON g.text = c.client_group
LEFT JOIN place_of p ON p.text = c.place;

-- Fewer than five people could be known by name: kept as unknown, between 0 and 4.
CREATE TABLE out_client_need AS
SELECT
    record_id AS id, concat_ws(', ', need, client_group, place) AS name,
    CASE WHEN people >= 5 THEN people END AS people,
    CASE WHEN people < 5 THEN 0 WHEN low < 5 THEN 0 ELSE low END AS low,
    CASE WHEN people < 5 THEN 4 WHEN high < 5 THEN 4 ELSE high END AS high,
    financial_year
FROM read_client_need;

CREATE TABLE out_rel_of AS SELECT record_id AS source_id, need_id AS target_id FROM read_client_need WHERE need_id IS NOT NULL;
CREATE TABLE out_rel_among AS SELECT record_id AS source_id, group_id AS target_id FROM read_client_need WHERE group_id IS NOT NULL;
CREATE TABLE out_rel_living_in AS SELECT record_id AS source_id, place_id AS target_id FROM read_client_need WHERE place_id IS NOT NULL;

CREATE TABLE out_rel_works_with AS
SELECT DISTINCT least(a.entity_id, b.entity_id) AS source_id, greatest(a.entity_id, b.entity_id) AS target_id, p.kind
FROM partnership p JOIN entity_of a ON a.record_id = p.organisation_record JOIN entity_of b ON b.record_id = p.other_record
WHERE a.entity_id <> b.entity_id;

CREATE TABLE out_rel_inspects AS
SELECT DISTINCT a.entity_id AS source_id, b.entity_id AS target_id, i.per_year, i.days_each
FROM inspection i JOIN entity_of a ON a.record_id = i.inspector_record JOIN entity_of b ON b.record_id = i.inspected_record;

CREATE TABLE out_rel_inspects_service AS
SELECT DISTINCT a.entity_id AS source_id, b.entity_id AS target_id, i.per_year, i.days_each
FROM inspection i JOIN entity_of a ON a.record_id = i.inspector_record JOIN entity_of b ON b.record_id = i.inspected_service_record;

CREATE TABLE out_rel_owned_by AS
SELECT DISTINCT e.entity_id AS source_id, p.entity_id AS target_id
FROM organisation o JOIN entity_of e USING (record_id) JOIN entity_of p ON p.record_id = o.parent_record
WHERE e.entity_id <> p.entity_id;

CREATE TABLE out_coverage AS
SELECT DISTINCT
    nullif(c.source, '') AS publisher, p.place_id, n.need_id,
    CASE WHEN list_contains(sectors(), lower(c.need)) THEN lower(c.need) END AS sector, c.complete, c.as_of
FROM coverage c
LEFT JOIN place_of p ON p.text = c.place
LEFT JOIN need_of n ON n.load_id = c.load_id AND n.text = c.need;
