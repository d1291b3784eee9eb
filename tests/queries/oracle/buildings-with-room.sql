SELECT coalesce(p.id, '') AS place, coalesce(p.name, '') AS place_name, s.id AS site, s.name AS site_name,
       coalesce(s.postcode, '') AS postcode, s.use,
       (SELECT count(DISTINCT source_id) FROM rel_delivered_at d WHERE d.target_id = s.id) AS services
FROM site s LEFT JOIN rel_in i ON i.source_id = s.id LEFT JOIN place p ON p.id = i.target_id
WHERE s.use IN ('part used', 'empty') AND ($place = '' OR $place IN (p.id, p.name))
ORDER BY 1, 5, 3
