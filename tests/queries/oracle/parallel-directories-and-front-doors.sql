WITH listed AS (
    SELECT DISTINCT t.target_id AS source, d.target_id AS service
    FROM rel_describes_service d JOIN rel_stated_in t USING (source_id)
), alike AS (
    SELECT source_id AS one, target_id AS other FROM rel_overlaps WHERE grade IN ('strong', 'likely')
    UNION ALL SELECT target_id, source_id FROM rel_overlaps WHERE grade IN ('strong', 'likely')
    UNION ALL SELECT id, id FROM service
), elsewhere AS (
    SELECT DISTINCT a.source, a.service
    FROM listed a JOIN alike ON alike.one = a.service JOIN listed b ON b.service = alike.other AND b.source <> a.source
)
SELECT p.id AS place, p.name AS place_name, r.id AS source, coalesce(r.file, '') AS file,
       coalesce(r.publisher, '') AS publisher, count(DISTINCT s.id) AS services,
       count(DISTINCT nullif(trim(lower(s.way_in)), '')) AS ways_in, count(DISTINCT e.service) AS elsewhere
FROM listed l JOIN source r ON r.id = l.source JOIN service s ON s.id = l.service
JOIN rel_available_in v ON v.source_id = s.id JOIN place p ON p.id = v.target_id
LEFT JOIN elsewhere e ON e.source = l.source AND e.service = l.service
WHERE $place = '' OR $place IN (p.id, p.name)
GROUP BY p.id, p.name, r.id, r.file, r.publisher
ORDER BY 1, services DESC, 3
