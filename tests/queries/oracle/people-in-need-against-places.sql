WITH there AS (
    SELECT DISTINCT m.target_id AS need, v.target_id AS place, s.id, s.places_per_year
    FROM service s JOIN rel_meets m ON m.source_id = s.id JOIN rel_available_in v ON v.source_id = s.id
    WHERE trim(lower(coalesce(s.status, ''))) NOT IN ('inactive', 'defunct', 'closed')
      AND ($on = '' OR s."end" IS NULL OR s."end" >= $on)
)
SELECT p.id AS place, p.name AS place_name, n.id AS need, n.name AS need_name, c.id AS client_need,
       coalesce((
           SELECT min(g.name) FROM rel_among a JOIN client_group g ON g.id = a.target_id WHERE a.source_id = c.id
       ), '') AS client_group,
       coalesce(c.financial_year, '') AS financial_year, c.people, c.low, c.high, count(t.id) AS services,
       count(t.id) FILTER (t.places_per_year IS NULL) AS places_unknown,
       coalesce(sum(t.places_per_year), 0) AS places_per_year
FROM client_need c JOIN rel_of f ON f.source_id = c.id JOIN need n ON n.id = f.target_id
JOIN rel_living_in l ON l.source_id = c.id JOIN place p ON p.id = l.target_id
LEFT JOIN there t ON t.need = n.id AND t.place = p.id
WHERE ($place = '' OR $place IN (p.id, p.name)) AND ($need = '' OR $need IN (n.id, n.name))
  AND ($year = '' OR c.financial_year = $year)
GROUP BY p.id, p.name, n.id, n.name, c.id, c.financial_year, c.people, c.low, c.high
ORDER BY 1, 3, 5
