WITH lines AS (
    SELECT p.source_id AS id, f.financial_year, f.basis, f.amount_pence AS paid, NULL AS received, 1 AS pays,
           0 AS receives
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id WHERE f.detail = 'itemised'
    UNION ALL
    SELECT t.target_id, f.financial_year, f.basis, NULL, f.amount_pence, 0, 1
    FROM funding_flow f JOIN rel_to t ON t.source_id = f.id WHERE f.detail = 'itemised'
), asked AS (
    FROM lines WHERE ($year = '' OR financial_year = $year) AND ($basis = '' OR basis = $basis)
)
SELECT o.id, o.name, coalesce(o.sector, 'unknown') AS sector,
       (SELECT count(DISTINCT target_id) FROM rel_provides r WHERE r.source_id = o.id) AS services,
       coalesce(a.financial_year, '') AS financial_year, coalesce(a.basis, '') AS basis,
       coalesce(sum(pays), 0) AS paid_flows, coalesce(sum(paid), 0) AS paid_pence,
       coalesce(sum(receives), 0) AS received_flows, coalesce(sum(received), 0) AS received_pence
FROM organisation o LEFT JOIN asked a USING (id)
GROUP BY o.id, o.name, o.sector, a.financial_year, a.basis
ORDER BY 1, 5, 6
