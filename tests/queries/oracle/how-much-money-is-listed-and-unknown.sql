SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, f.detail, count(DISTINCT o.id) AS bodies,
       count(*) AS flows, count(*) FILTER (f.amount_pence IS NULL) AS amounts_unknown,
       coalesce(sum(f.amount_pence), 0) AS listed_pence,
       coalesce(sum(f.amount_pence) FILTER (
           f.detail = 'itemised' AND (f.payee_status IS NULL OR f.payee_status IN ('redacted', 'blank'))
       ), 0) AS payee_unknown_pence,
       coalesce(sum(f.amount_pence) FILTER (f.theme IS NULL), 0) AS theme_unknown_pence,
       coalesce(sum(f.amount_pence) FILTER (f.capital = 'unknown'), 0) AS capital_unknown_pence
FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN organisation o ON o.id = p.source_id
WHERE ($payer = '' OR $payer IN (o.id, o.name)) AND ($year = '' OR f.financial_year = $year)
  AND ($basis = '' OR f.basis = $basis)
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
