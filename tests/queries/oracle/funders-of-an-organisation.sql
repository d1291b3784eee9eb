-- From the flows themselves, not from FUNDS: so FUNDS is checked too.
SELECT o.id AS organisation, o.name, coalesce(f.financial_year, '') AS financial_year, f.basis, p.source_id AS funder,
       b.name AS funder_name, count(*) AS flows, coalesce(sum(f.amount_pence), 0) AS amount_pence
FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN rel_to t ON t.source_id = f.id
JOIN organisation b ON b.id = p.source_id JOIN organisation o ON o.id = t.target_id
WHERE ($organisation = '' OR $organisation IN (o.id, o.name)) AND ($year = '' OR f.financial_year = $year)
  AND ($basis = '' OR f.basis = $basis)
GROUP BY ALL
ORDER BY 1, 3, 4, amount_pence DESC, 5
