SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, o.id AS payee, o.name,
       coalesce(o.sector, 'unknown') AS sector, count(DISTINCT b.id) AS payers, count(*) AS flows,
       coalesce(sum(f.amount_pence), 0) AS amount_pence
FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN rel_to t ON t.source_id = f.id
JOIN organisation b ON b.id = p.source_id JOIN organisation o ON o.id = t.target_id
WHERE b.id <> o.id AND ($payer = '' OR $payer IN (b.id, b.name)) AND ($year = '' OR f.financial_year = $year)
  AND ($basis = '' OR f.basis = $basis)
GROUP BY ALL
ORDER BY 1, 2, amount_pence DESC, 3
