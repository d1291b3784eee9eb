SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, f.detail,
       coalesce(f.theme, 'not yet themed') AS theme,
       count(*) AS flows, coalesce(sum(f.amount_pence) FILTER (f.capital = 'false'), 0) AS revenue_pence,
       coalesce(sum(f.amount_pence) FILTER (f.capital = 'true'), 0) AS capital_pence,
       coalesce(sum(f.amount_pence) FILTER (f.capital = 'unknown'), 0) AS capital_unknown_pence,
       coalesce(sum(f.amount_pence), 0) AS listed_pence
FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN organisation o ON o.id = p.source_id
WHERE ($payer = '' OR $payer IN (o.id, o.name)) AND ($year = '' OR f.financial_year = $year)
  AND ($basis = '' OR f.basis = $basis)
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, listed_pence DESC, 4
