WITH RECURSIVE above(place, area) AS (
    SELECT id, id FROM place UNION SELECT a.place, r.target_id FROM above a JOIN rel_part_of r ON r.source_id = a.area
), found AS (
    SELECT p.id AS place, p.name AS place_name, s.id AS service, s.name AS service_name,
           coalesce(s.eligibility, '') AS eligibility,
           if(trim(lower(s.charge)) IN ('', 'free', 'none', 'no charge'), '', coalesce(s.charge, '')) AS charge,
           coalesce(s.languages, '') AS languages, coalesce(s.way_in, '') AS way_in,
           count(DISTINCT d.target_id) AS sites, count(DISTINCT d.target_id) FILTER (a.area = p.id) AS sites_here
    FROM rel_available_in v JOIN service s ON s.id = v.source_id JOIN place p ON p.id = v.target_id
    LEFT JOIN rel_delivered_at d ON d.source_id = s.id LEFT JOIN rel_in i ON i.source_id = d.target_id
    LEFT JOIN above a ON a.place = i.target_id
    WHERE trim(lower(coalesce(s.status, ''))) NOT IN ('inactive', 'defunct', 'closed')
      AND ($place = '' OR $place IN (p.id, p.name))
      AND ($need = '' OR EXISTS (
          FROM rel_meets m JOIN need n ON n.id = m.target_id WHERE m.source_id = s.id AND $need IN (n.id, n.name)))
    GROUP BY ALL
)
FROM found WHERE eligibility || charge || languages <> '' OR (sites > 0 AND sites_here = 0)
ORDER BY 1, 3
