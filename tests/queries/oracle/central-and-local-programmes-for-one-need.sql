WITH paid AS (
    SELECT w.target_id AS need, coalesce(f.financial_year, '') AS financial_year, f.basis, m.id, m.name,
           CASE WHEN o.sector = 'central' THEN 'central'
                WHEN o.sector IN ('local', 'nhs', 'police', 'fire', 'education', 'other_public') THEN 'local' END AS by,
           coalesce(sum(f.amount_pence), 0) AS pence
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN organisation o ON o.id = p.source_id
    JOIN rel_under u ON u.source_id = f.id JOIN programme m ON m.id = u.target_id
    JOIN rel_towards w ON w.source_id = f.id
    WHERE f.detail = 'itemised' AND ($year = '' OR f.financial_year = $year) AND ($basis = '' OR f.basis = $basis)
    GROUP BY ALL
)
SELECT n.id AS need, n.name AS need_name, a.financial_year, a.basis, a.id AS central, a.name AS central_name,
       a.pence AS central_pence, b.id AS local, b.name AS local_name, b.pence AS local_pence
FROM paid a JOIN paid b ON (b.need, b.financial_year, b.basis) = (a.need, a.financial_year, a.basis) AND b.id <> a.id
JOIN need n ON n.id = a.need
WHERE a.by = 'central' AND b.by = 'local' AND ($need = '' OR $need IN (n.id, n.name))
ORDER BY 1, 3, 4, 5, 8
