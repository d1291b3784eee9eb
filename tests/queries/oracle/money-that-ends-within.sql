SELECT f.ends AS last_day, f.id AS flow, f.basis, coalesce(f.financial_year, '') AS financial_year, f.amount_pence,
       coalesce(f.purpose, '') AS purpose, b.id AS payer, b.name AS payer_name, coalesce(o.id, '') AS payee,
       coalesce(o.name, '') AS payee_name,
       (SELECT count(DISTINCT target_id) FROM rel_for r WHERE r.source_id = f.id) AS services
FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN organisation b ON b.id = p.source_id
LEFT JOIN rel_to t ON t.source_id = f.id LEFT JOIN organisation o ON o.id = t.target_id
WHERE f.ends BETWEEN $from AND coalesce(nullif($until, ''), '9999') AND ($basis = '' OR f.basis = $basis)
ORDER BY 1, 2, 7, 9
