-- Services, sites and what they are tied to. Tables in: the current records, entity_of, place_of, need_of, group_of, need_top.

-- A service that is listed or confirmed speaks before a proposal of it, which adds only what nobody else says.
CREATE TABLE listed_service AS
SELECT e.entity_id, s.*
FROM service s JOIN entity_of e USING (record_id)
QUALIFY row_number() OVER (PARTITION BY e.entity_id ORDER BY s.inferred_from IS NOT NULL, s.record_id) = 1;

CREATE TABLE proposal AS
SELECT e.entity_id, s.description, s.start, s."end", s.cost_pence_per_year
FROM service s JOIN entity_of e USING (record_id)
WHERE s.inferred_from IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY e.entity_id ORDER BY s.record_id) = 1;

CREATE TABLE one_service AS
SELECT
    l.* REPLACE (
        coalesce(l.description, p.description) AS description, coalesce(l.start, p.start) AS start,
        coalesce(l."end", p."end") AS "end", coalesce(l.cost_pence_per_year, p.cost_pence_per_year) AS cost_pence_per_year
    )
FROM listed_service l LEFT JOIN proposal p USING (entity_id);

CREATE TABLE service_need AS
SELECT DISTINCT e.entity_id AS service_id, n.need_id
FROM (SELECT record_id, load_id, unnest(needs) AS text FROM service) s
JOIN entity_of e USING (record_id)
JOIN need_of n ON n.load_id = s.load_id AND n.text = s.text;

-- Fewer than five people are nobody's to tell: unknown, as with people in need. Places are no people.
CREATE TABLE out_service AS
SELECT
    entity_id AS id, name, description, status, start, "end", places_per_year,
    CASE WHEN people_per_year >= 5 THEN people_per_year END AS people_per_year, cost_pence_per_year,
    eligibility, opening, charge, languages, way_in,
    coalesce(theme, (
        SELECT min(t.top_name) FROM service_need sn JOIN need_top t USING (need_id) WHERE sn.service_id = one_service.entity_id
    )) AS theme,
    -- Of a joined service one record is first: the listed one, if any is listed.
    inferred_from
FROM one_service;

CREATE TABLE out_rel_provides AS
SELECT DISTINCT p.entity_id AS source_id, e.entity_id AS target_id
FROM service s JOIN entity_of e USING (record_id) JOIN entity_of p ON p.record_id = s.provider_record;

CREATE TABLE out_rel_commissions AS
SELECT DISTINCT c.entity_id AS source_id, e.entity_id AS target_id
FROM service s JOIN entity_of e USING (record_id) JOIN entity_of c ON c.record_id = s.commissioner_record;

CREATE TABLE out_rel_meets AS SELECT service_id AS source_id, need_id AS target_id FROM service_need;

CREATE TABLE out_rel_serves AS
SELECT DISTINCT e.entity_id AS source_id, g.group_id AS target_id
FROM (SELECT record_id, unnest(client_groups) AS text FROM service) s
JOIN entity_of e USING (record_id) JOIN group_of g ON g.text = s.text;

CREATE TABLE out_rel_available_in AS
SELECT DISTINCT e.entity_id AS source_id, p.place_id AS target_id
FROM (SELECT record_id, unnest(places) AS text FROM service) s
JOIN entity_of e USING (record_id) JOIN place_of p ON p.text = s.text;

CREATE TABLE out_rel_delivered_at AS
SELECT DISTINCT e.entity_id AS source_id, t.record_id AS target_id
FROM (SELECT record_id, unnest(site_records) AS site FROM service) s
JOIN entity_of e USING (record_id) JOIN site t ON t.record_id = s.site;

CREATE TABLE out_site AS
SELECT record_id AS id, name, address, postcode, latitude, longitude, "use" FROM site;

CREATE TABLE out_rel_in AS
SELECT DISTINCT s.record_id AS source_id, p.place_id AS target_id FROM site s JOIN place_of p ON p.text = s.place;

CREATE TABLE out_rel_refers_to AS
-- A sum with a term under five would tell that term.
SELECT
    a.entity_id AS source_id, b.entity_id AS target_id,
    CASE WHEN min(r.per_year) >= 5 THEN sum(r.per_year)::BIGINT END AS per_year
FROM referral r JOIN entity_of a ON a.record_id = r.service_record JOIN entity_of b ON b.record_id = r.other_record
GROUP BY ALL;
