WITH lines AS (
    SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, o.id, o.name, f.payee_status, f.amount_pence,
           t.target_id IS NULL AS unseen
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN organisation o ON o.id = p.source_id
    LEFT JOIN rel_to t ON t.source_id = f.id
    WHERE f.detail = 'itemised' AND ($payer = '' OR $payer IN (o.id, o.name))
      AND ($year = '' OR f.financial_year = $year) AND ($basis = '' OR f.basis = $basis)
), listed AS (
    SELECT financial_year, basis, id, coalesce(sum(amount_pence), 0) AS listed_pence FROM lines GROUP BY ALL
)
SELECT financial_year, basis, id AS payer, name, coalesce(payee_status, 'not stated') AS payee_status,
       count(*) AS flows, coalesce(sum(amount_pence), 0) AS amount_pence, listed_pence
FROM lines JOIN listed USING (financial_year, basis, id) WHERE unseen
GROUP BY financial_year, basis, id, name, payee_status, listed_pence
ORDER BY 1, 2, amount_pence DESC, 3, 5
