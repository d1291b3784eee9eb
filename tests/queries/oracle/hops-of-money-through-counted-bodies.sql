WITH paid AS (
    SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, p.source_id AS near, t.target_id AS far,
           coalesce(sum(f.amount_pence), 0) AS pence
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN rel_to t ON t.source_id = f.id
    WHERE p.source_id <> t.target_id AND ($year = '' OR f.financial_year = $year) AND ($basis = '' OR f.basis = $basis)
    GROUP BY ALL
)
SELECT a.financial_year, a.basis, a.near AS payer, x.name AS payer_name, a.far AS through, y.name AS through_name,
       b.far AS payee, z.name AS payee_name, a.pence AS first_pence, b.pence AS second_pence
FROM paid a JOIN paid b ON (b.financial_year, b.basis, b.near) = (a.financial_year, a.basis, a.far)
JOIN organisation x ON x.id = a.near JOIN organisation y ON y.id = a.far JOIN organisation z ON z.id = b.far
WHERE $organisation = '' OR $organisation IN (x.id, x.name)
ORDER BY 1, 2, 3, 5, second_pence DESC, 7
