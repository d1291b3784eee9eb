WITH RECURSIVE above(place, area) AS (
    SELECT id, id FROM place UNION SELECT a.place, r.target_id FROM above a JOIN rel_part_of r ON r.source_id = a.area
), running AS (
    FROM service
    WHERE trim(lower(coalesce(status, ''))) NOT IN ('inactive', 'defunct', 'closed')
      AND ($on = '' OR "end" IS NULL OR "end" >= $on)
), met AS (
    SELECT m.target_id AS need, a.place
    FROM running s JOIN rel_meets m ON m.source_id = s.id JOIN rel_available_in v ON v.source_id = s.id
    JOIN above a ON a.area = v.target_id
), gap AS (
    SELECT DISTINCT f.target_id AS need, l.target_id AS place
    FROM client_need c JOIN rel_of f ON f.source_id = c.id JOIN rel_living_in l ON l.source_id = c.id
    ANTI JOIN met ON met.need = f.target_id AND met.place = l.target_id
)
SELECT p.id AS place, p.name AS place_name, n.id AS need, n.name AS need_name, o.id AS provider,
       o.name AS provider_name, s.id AS service, s.name AS service_name, s.places_per_year, s.cost_pence_per_year,
       s.cost_pence_per_year::DOUBLE / (100 * s.places_per_year)::DOUBLE AS pounds_per_place
FROM gap JOIN place p ON p.id = gap.place JOIN need n ON n.id = gap.need JOIN rel_meets m ON m.target_id = n.id
JOIN running s ON s.id = m.source_id JOIN rel_provides r ON r.target_id = s.id JOIN organisation o ON o.id = r.source_id
WHERE s.places_per_year > 0 AND s.cost_pence_per_year IS NOT NULL AND ($place = '' OR $place IN (p.id, p.name))
  AND ($need = '' OR $need IN (n.id, n.name))
ORDER BY 1, 3, pounds_per_place, 7, 5
