SELECT g.id AS client_group, g.name AS client_group_name, p.id AS place, p.name AS place_name,
       count(DISTINCT r.source_id) AS bodies, count(DISTINCT v.source_id) AS services,
       count(DISTINCT m.target_id) AS needs, count(DISTINCT v.source_id) FILTER (r.source_id IS NULL) AS no_provider
FROM rel_serves s JOIN client_group g ON g.id = s.target_id JOIN rel_available_in v USING (source_id)
JOIN place p ON p.id = v.target_id LEFT JOIN rel_provides r ON r.target_id = v.source_id
LEFT JOIN rel_meets m ON m.source_id = v.source_id
WHERE ($place = '' OR $place IN (p.id, p.name)) AND ($client_group = '' OR $client_group IN (g.id, g.name))
GROUP BY ALL
ORDER BY bodies DESC, services DESC, 1, 3
