SELECT DISTINCT o.id AS organisation, o.name, s.id AS service, s.name AS service_name, i.id AS inspector,
       i.name AS inspector_name, r.per_year, r.days_each, r.per_year * r.days_each AS days_per_year
FROM rel_inspects_service r JOIN organisation i ON i.id = r.source_id JOIN service s ON s.id = r.target_id
JOIN rel_provides p ON p.target_id = s.id JOIN organisation o ON o.id = p.source_id
WHERE $organisation = '' OR $organisation IN (o.id, o.name)
ORDER BY 1, 3, 5, 7, 8
