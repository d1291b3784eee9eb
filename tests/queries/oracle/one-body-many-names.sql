WITH said AS (
    SELECT d.target_id AS id, r.name, r.id AS record
    FROM rel_describes d JOIN record r ON r.id = d.source_id WHERE r.name <> ''
)
SELECT o.id AS organisation, o.name, many.names, said.name AS source_name, count(DISTINCT record) AS records,
       count(DISTINCT t.target_id) AS sources
FROM said JOIN organisation o USING (id)
JOIN (SELECT id, count(DISTINCT name) AS names FROM said GROUP BY 1) many USING (id)
LEFT JOIN rel_stated_in t ON t.source_id = said.record
WHERE names > 1 AND ($organisation = '' OR $organisation IN (o.id, o.name))
GROUP BY ALL
ORDER BY 3 DESC, 1, records DESC, 4
