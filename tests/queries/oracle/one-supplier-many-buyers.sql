WITH line AS (
    SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, p.source_id AS buyer, t.target_id AS supplier,
           trim(lower(f.purpose)) AS work, f.amount_pence
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id LEFT JOIN rel_to t ON t.source_id = f.id
    WHERE f.detail = 'itemised' AND ($year = '' OR f.financial_year = $year) AND ($basis = '' OR f.basis = $basis)
), bought AS (
    SELECT financial_year, basis, buyer, supplier, work, count(*) AS flows, sum(amount_pence) AS pence
    FROM line WHERE work <> '' AND buyer <> supplier GROUP BY ALL HAVING pence > 0
)
SELECT financial_year, basis, supplier, o.name, work, count(*) AS buyers, sum(flows) AS flows,
       sum(pence) AS amount_pence
FROM bought JOIN organisation o ON o.id = supplier
ANTI JOIN (SELECT DISTINCT financial_year, basis, buyer AS supplier FROM line) payer
    USING (financial_year, basis, supplier)
GROUP BY ALL HAVING count(*) > 1
ORDER BY 1, 2, amount_pence DESC, 3, 5
