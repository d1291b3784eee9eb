WITH offer AS (
    SELECT s.id, s.name, s.opening, v.target_id AS place, m.target_id AS need, g.target_id AS client_group
    FROM service s JOIN rel_available_in v ON v.source_id = s.id JOIN rel_meets m ON m.source_id = s.id
    JOIN rel_serves g ON g.source_id = s.id
    WHERE trim(lower(coalesce(s.status, ''))) NOT IN ('inactive', 'defunct', 'closed')
)
SELECT DISTINCT p.id AS place, p.name AS place_name, n.id AS need, n.name AS need_name, g.id AS client_group,
       g.name AS client_group_name, a.id AS service, a.name AS service_name, b.id AS other, b.name AS other_name,
       coalesce(if(trim(lower(a.opening)) = trim(lower(b.opening)), 'same', CASE
           WHEN a.opening IS NOT NULL AND b.opening IS NOT NULL THEN 'different' END), 'not stated') AS hours,
       coalesce(a.opening, '') AS opening, coalesce(b.opening, '') AS other_opening
FROM offer a JOIN offer b USING (place, need, client_group) JOIN place p ON p.id = a.place JOIN need n ON n.id = a.need
JOIN client_group g ON g.id = a.client_group
WHERE a.id < b.id AND ($place = '' OR $place IN (p.id, p.name)) AND ($need = '' OR $need IN (n.id, n.name))
  AND ($client_group = '' OR $client_group IN (g.id, g.name))
ORDER BY 1, 3, 5, 7, 9
