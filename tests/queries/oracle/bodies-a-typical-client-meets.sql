WITH there AS (
    SELECT g.id, g.name, p.id AS place, count(DISTINCT r.source_id) AS bodies, count(DISTINCT s.id) AS offers
    FROM rel_serves e JOIN client_group g ON g.id = e.target_id JOIN service s ON s.id = e.source_id
    JOIN rel_available_in v ON v.source_id = s.id JOIN place p ON p.id = v.target_id
    JOIN rel_provides r ON r.target_id = s.id
    WHERE trim(lower(coalesce(s.status, ''))) NOT IN ('inactive', 'defunct', 'closed')
      AND ($place = '' OR $place IN (p.id, p.name)) AND ($client_group = '' OR $client_group IN (g.id, g.name))
    GROUP BY ALL
)
SELECT id AS client_group, name AS client_group_name, count(*) AS places, min(bodies) AS fewest,
       sum(bodies)::DOUBLE / count(*) AS average, max(bodies) AS most, sum(offers) AS services
FROM there GROUP BY ALL
ORDER BY average DESC, 1
