SELECT DISTINCT o.id AS organisation, o.name, i.id AS inspector, i.name AS inspector_name, r.per_year, r.days_each,
       r.per_year * r.days_each AS days_per_year
FROM rel_inspects r JOIN organisation i ON i.id = r.source_id JOIN organisation o ON o.id = r.target_id
WHERE $organisation = '' OR $organisation IN (o.id, o.name)
ORDER BY 1, 3, 5, 6
