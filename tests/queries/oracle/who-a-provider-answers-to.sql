WITH asks AS (
    SELECT 'orders' AS how, p.source_id AS id, c.source_id AS body
    FROM rel_provides p JOIN rel_commissions c USING (target_id) WHERE c.source_id <> p.source_id
    UNION SELECT 'pays', target_id, source_id FROM rel_funds WHERE source_id <> target_id
    UNION SELECT 'inspects', target_id, source_id FROM rel_inspects
    UNION SELECT 'visits', p.source_id, i.source_id FROM rel_provides p JOIN rel_inspects_service i USING (target_id)
)
SELECT o.id AS organisation, o.name,
       (SELECT count(DISTINCT target_id) FROM rel_provides p WHERE p.source_id = o.id) AS services,
       count(*) FILTER (how = 'orders') AS commissioners, count(*) FILTER (how = 'pays') AS funders,
       count(*) FILTER (how = 'inspects') AS inspectors, count(*) FILTER (how = 'visits') AS service_inspectors,
       count(*) AS in_all
FROM asks JOIN organisation o USING (id)
WHERE o.id IN (SELECT source_id FROM rel_provides) AND ($organisation = '' OR $organisation IN (o.id, o.name))
GROUP BY o.id, o.name HAVING count(*) > 1
ORDER BY in_all DESC, 1
