WITH pair AS (
    SELECT s.source_id AS old, s.target_id AS new, min(coalesce(s.date, '')) AS replaced_on
    FROM rel_succeeded_by s WHERE s.source_id IN (SELECT id FROM place) AND s.target_id IN (SELECT id FROM place)
    GROUP BY ALL
)
SELECT b.id AS before, b.name AS before_name, a.id AS after, a.name AS after_name, p.replaced_on,
       (SELECT count(*) FROM pair q WHERE q.old = p.old) AS followers,
       (SELECT count(DISTINCT source_id) FROM rel_living_in WHERE target_id = p.old) AS client_needs,
       (SELECT count(DISTINCT source_id) FROM rel_available_in WHERE target_id = p.old) AS services,
       (SELECT count(DISTINCT source_id) FROM rel_benefits WHERE target_id = p.old) AS flows
FROM pair p JOIN place b ON b.id = p.old JOIN place a ON a.id = p.new
WHERE $place = '' OR $place IN (b.id, b.name, a.id, a.name)
ORDER BY 1, 3
