WITH paid AS (
    SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, t.target_id AS organisation,
           p.source_id AS funder, coalesce(sum(f.amount_pence), 0) AS pence
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN rel_to t ON t.source_id = f.id
    WHERE p.source_id <> t.target_id AND ($year = '' OR f.financial_year = $year) AND ($basis = '' OR f.basis = $basis)
    GROUP BY ALL
), shares AS (
    SELECT *, sum(pence) OVER same AS received, count(*) OVER same AS funders
    FROM paid WINDOW same AS (PARTITION BY financial_year, basis, organisation)
)
SELECT financial_year, basis, organisation, o.name, funder, b.name AS funder_name, funders, pence AS funder_pence,
       received AS received_pence, pence::DOUBLE / received::DOUBLE AS share
FROM shares JOIN organisation o ON o.id = organisation JOIN organisation b ON b.id = funder
WHERE received > 0 AND pence / received > 0.75
ORDER BY 1, 2, received DESC, 3, 5
