WITH figure AS (
    SELECT c.id, c.people, c.financial_year, f.target_id AS need, l.target_id AS place,
           coalesce((SELECT min(a.target_id) FROM rel_among a WHERE a.source_id = c.id), '') AS client_group
    FROM client_need c JOIN rel_of f ON f.source_id = c.id JOIN rel_living_in l ON l.source_id = c.id
), paid AS (
    SELECT t.target_id AS need, f.financial_year, f.basis, coalesce(sum(f.amount_pence), 0) AS pence
    FROM rel_towards t JOIN funding_flow f ON f.id = t.source_id WHERE $basis = '' OR f.basis = $basis GROUP BY ALL
)
SELECT n.id AS need, n.name AS need_name, p.id AS place, p.name AS place_name, a.client_group,
       a.financial_year AS earlier_year, b.financial_year, a.people AS earlier_people, b.people AS later_people,
       b.people::DOUBLE / a.people::DOUBLE AS people_ratio, coalesce(m.basis, '') AS basis,
       coalesce(sum(m.pence) FILTER (m.financial_year = a.financial_year), 0) AS earlier_pence,
       coalesce(sum(m.pence) FILTER (m.financial_year = b.financial_year), 0) AS later_pence,
       CASE WHEN earlier_pence > 0 THEN later_pence::DOUBLE / earlier_pence::DOUBLE END AS money_ratio,
       a.id || ' ' || b.id AS figures
FROM figure a JOIN figure b USING (need, place, client_group)
JOIN need n ON n.id = a.need JOIN place p ON p.id = a.place
LEFT JOIN paid m ON m.need = n.id AND m.financial_year IN (a.financial_year, b.financial_year)
WHERE a.people > 0 AND b.people > a.people AND b.financial_year > a.financial_year
  AND ($need = '' OR $need IN (n.id, n.name)) AND ($place = '' OR $place IN (p.id, p.name))
GROUP BY n.id, n.name, p.id, p.name, a.client_group, a.financial_year, b.financial_year, a.people, b.people, m.basis,
         a.id, b.id
ORDER BY people_ratio DESC, 1, 3, 15, 11
