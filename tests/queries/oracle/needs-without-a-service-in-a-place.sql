WITH RECURSIVE above(place, area) AS (
    SELECT id, id FROM place UNION SELECT a.place, r.target_id FROM above a JOIN rel_part_of r ON r.source_id = a.area
), broader(met, need) AS (
    SELECT id, id FROM need UNION SELECT b.met, r.target_id FROM broader b JOIN rel_broader r ON r.source_id = b.need
), served AS (
    SELECT DISTINCT b.need, v.target_id AS place
    FROM rel_meets m JOIN broader b ON b.met = m.target_id JOIN rel_available_in v USING (source_id)
    JOIN service s ON s.id = m.source_id
    WHERE trim(lower(coalesce(s.status, ''))) NOT IN ('inactive', 'defunct', 'closed')
      AND ($on = '' OR s."end" IS NULL OR s."end" >= $on)
), reached AS (
    SELECT need, a.area AS place FROM served s JOIN above a ON a.place = s.place
    UNION SELECT need, a.place FROM served s JOIN above a ON a.area = s.place
)
SELECT p.id AS place, p.name AS place_name, n.id AS need, n.name AS need_name, c.id AS client_need,
       coalesce((
           SELECT min(g.name) FROM rel_among a JOIN client_group g ON g.id = a.target_id WHERE a.source_id = c.id
       ), '') AS client_group,
       coalesce(c.financial_year, '') AS financial_year, c.people, c.low, c.high
FROM client_need c JOIN rel_of f ON f.source_id = c.id JOIN need n ON n.id = f.target_id
JOIN rel_living_in l ON l.source_id = c.id JOIN place p ON p.id = l.target_id
ANTI JOIN reached r ON r.need = n.id AND r.place = p.id
WHERE ($place = '' OR $place IN (p.id, p.name)) AND ($need = '' OR $need IN (n.id, n.name))
  AND ($year = '' OR c.financial_year = $year)
ORDER BY 1, 3, 5
