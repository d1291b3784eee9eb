WITH flow AS (
    SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, p.source_id AS near, t.target_id AS far,
           f.amount_pence AS pence
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id LEFT JOIN rel_to t ON t.source_id = f.id
    WHERE f.detail = 'itemised' AND t.target_id IS DISTINCT FROM p.source_id
      AND ($year = '' OR f.financial_year = $year) AND ($basis = '' OR f.basis = $basis)
), paid AS (
    SELECT financial_year, basis, near, far, coalesce(sum(pence), 0) AS pence FROM flow WHERE far IS NOT NULL GROUP BY ALL
), onward AS (
    SELECT financial_year, basis, near, coalesce(sum(pence), 0) AS pence, count(DISTINCT far) AS payees
    FROM flow GROUP BY ALL
)
SELECT a.financial_year, a.basis, a.near AS payer, b.name AS payer_name, a.far AS through, o.name AS through_name,
       a.pence AS into_pence, c.pence AS onward_pence, c.payees
FROM paid a JOIN onward c ON (c.financial_year, c.basis, c.near) = (a.financial_year, a.basis, a.far)
JOIN organisation b ON b.id = a.near JOIN organisation o ON o.id = a.far
ORDER BY 1, 2, into_pence DESC, 3, 5
