WITH RECURSIVE above(place, area) AS (
    SELECT id, id FROM place UNION SELECT a.place, r.target_id FROM above a JOIN rel_part_of r ON r.source_id = a.area
), broader(met, need) AS (
    SELECT id, id FROM need UNION SELECT b.met, r.target_id FROM broader b JOIN rel_broader r ON r.source_id = b.need
)
SELECT DISTINCT p.id AS place, p.name AS place_name, n.id AS need, n.name AS need_name, s.id AS service,
       s.name AS service_name, coalesce(s.status, '') AS status, coalesce(o.id, '') AS provider,
       coalesce(o.name, '') AS provider_name
FROM rel_available_in v JOIN above a ON a.area = v.target_id JOIN place p ON p.id = a.place
JOIN rel_meets m ON m.source_id = v.source_id JOIN broader b ON b.met = m.target_id JOIN need n ON n.id = b.need
JOIN service s ON s.id = v.source_id LEFT JOIN rel_provides r ON r.target_id = s.id
LEFT JOIN organisation o ON o.id = r.source_id
WHERE ($place = '' OR $place IN (p.id, p.name)) AND ($need = '' OR $need IN (n.id, n.name))
ORDER BY 1, 3, 5, 8
