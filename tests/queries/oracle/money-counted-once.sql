WITH flow AS (
    SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, p.source_id AS near, t.target_id AS far,
           coalesce(f.amount_pence, 0) AS pence
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id LEFT JOIN rel_to t ON t.source_id = f.id
    WHERE f.detail = 'itemised' AND ($year = '' OR f.financial_year = $year) AND ($basis = '' OR f.basis = $basis)
), body AS (
    SELECT financial_year, basis, near AS id, count(*) AS flows, sum(pence) AS listed,
           coalesce(sum(pence) FILTER (far = near), 0) AS within
    FROM flow GROUP BY ALL
), inside AS (
    SELECT b.financial_year, b.basis, b.id, coalesce(sum(f.pence), 0) AS received
    FROM body b LEFT JOIN flow f
      ON (f.financial_year, f.basis, f.far) = (b.financial_year, b.basis, b.id) AND f.near <> b.id
    GROUP BY ALL
)
SELECT financial_year, basis, count(*) AS bodies, sum(flows) AS flows, sum(listed) AS listed_pence,
       sum(within) AS passed_within_pence, sum(received) AS passed_between_pence,
       sum(greatest(0, received - (listed - within))) AS onward_not_listed_pence,
       sum(listed) - sum(within) - sum(received) + sum(greatest(0, received - (listed - within)))
           AS counted_once_pence
FROM body JOIN inside USING (financial_year, basis, id)
GROUP BY ALL
ORDER BY 1, 2
