WITH paid AS (
    SELECT DISTINCT coalesce(f.financial_year, '') AS financial_year, f.basis, p.source_id AS near, t.target_id AS far
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN rel_to t ON t.source_id = f.id
    WHERE f.detail = 'itemised' AND p.source_id <> t.target_id
), buys AS (
    SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, o.id, o.name,
           count(DISTINCT r.target_id) AS services, coalesce(sum(f.amount_pence), 0) AS amount_pence
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN organisation o ON o.id = p.source_id
    JOIN rel_for r ON r.source_id = f.id
    WHERE ($organisation = '' OR $organisation IN (o.id, o.name)) AND ($year = '' OR f.financial_year = $year)
      AND ($basis = '' OR f.basis = $basis)
    GROUP BY ALL
)
SELECT b.financial_year, b.basis, b.id AS payer, b.name, b.services, b.amount_pence,
       count(DISTINCT one.near) AS funders,
       CASE WHEN count(one.near) = 0 THEN 1 WHEN count(two.near) = 0 THEN 2 ELSE 3 END AS hops
FROM buys b
LEFT JOIN paid one ON (one.financial_year, one.basis, one.far) = (b.financial_year, b.basis, b.id)
LEFT JOIN paid two ON (two.financial_year, two.basis, two.far) = (b.financial_year, b.basis, one.near)
GROUP BY ALL
ORDER BY 1, 2, hops DESC, 6 DESC, 3
