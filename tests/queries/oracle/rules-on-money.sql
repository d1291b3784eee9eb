WITH ruled AS (
    SELECT m.id, m.name, m.ring_fence, f.id AS flow, f.amount_pence, f.basis,
           coalesce(f.financial_year, '') AS financial_year
    FROM programme m JOIN rel_under u ON u.target_id = m.id JOIN funding_flow f ON f.id = u.source_id
    WHERE m.ring_fence <> '' AND f.detail = 'itemised' AND ($year = '' OR f.financial_year = $year)
      AND ($basis = '' OR f.basis = $basis)
)
SELECT financial_year, basis, id AS programme, name, ring_fence,
       count(DISTINCT n.target_id) AS needs, count(DISTINCT s.target_id) AS services, count(DISTINCT flow) AS flows,
       coalesce(sum(amount_pence), 0) AS amount_pence
FROM ruled LEFT JOIN rel_towards n ON n.source_id = flow LEFT JOIN rel_for s ON s.source_id = flow
GROUP BY ALL
ORDER BY 1, 2, amount_pence DESC, 3
