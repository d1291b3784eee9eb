SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, m.id AS programme, m.name,
       coalesce(m.ring_fence, '') AS ring_fence, count(DISTINCT p.source_id) AS payers,
       count(DISTINCT t.target_id) AS payees, count(*) AS flows, coalesce(sum(f.amount_pence), 0) AS amount_pence
FROM rel_under u JOIN programme m ON m.id = u.target_id JOIN funding_flow f ON f.id = u.source_id
LEFT JOIN rel_pays p ON p.target_id = f.id LEFT JOIN rel_to t ON t.source_id = f.id
WHERE f.detail = 'itemised' AND ($year = '' OR f.financial_year = $year) AND ($basis = '' OR f.basis = $basis)
GROUP BY ALL
HAVING coalesce(sum(f.amount_pence), 0) < 100000_00
ORDER BY 1, 2, amount_pence, 3
