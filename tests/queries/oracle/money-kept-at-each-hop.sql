WITH flow AS (
    SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, p.source_id AS near, t.target_id AS far,
           f.amount_pence AS pence
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id LEFT JOIN rel_to t ON t.source_id = f.id
    WHERE f.detail = 'itemised' AND ($year = '' OR f.financial_year = $year) AND ($basis = '' OR f.basis = $basis)
), onward AS (
    SELECT financial_year, basis, near AS id,
           coalesce(sum(pence) FILTER (far IS DISTINCT FROM near), 0) AS onward_pence
    FROM flow GROUP BY ALL
), received AS (
    SELECT financial_year, basis, far AS id, count(DISTINCT near) AS funders, coalesce(sum(pence), 0) AS received_pence
    FROM flow WHERE far <> near GROUP BY ALL
)
SELECT financial_year, basis, o.id AS organisation, o.name, funders, received_pence, onward_pence,
       greatest(received_pence - onward_pence, 0) AS kept_pence,
       kept_pence::DOUBLE / received_pence::DOUBLE AS kept_share
FROM onward JOIN received USING (financial_year, basis, id) JOIN organisation o USING (id)
WHERE received_pence > 0 AND ($organisation = '' OR $organisation IN (o.id, o.name))
ORDER BY 1, 2, kept_pence DESC, 3
