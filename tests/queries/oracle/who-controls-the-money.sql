WITH line AS (
    SELECT coalesce(f.financial_year, '') AS financial_year, f.basis, f.detail, o.id, o.sector, f.amount_pence AS pence,
           f.id IN (
               SELECT u.source_id FROM rel_under u JOIN programme m ON m.id = u.target_id WHERE m.ring_fence <> ''
           ) AS fenced
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id JOIN organisation o ON o.id = p.source_id
    WHERE ($year = '' OR f.financial_year = $year) AND ($basis = '' OR f.basis = $basis)
)
SELECT financial_year, basis, detail, count(DISTINCT id) AS bodies,
       coalesce(sum(pence) FILTER (sector = 'local'), 0) AS local_pence,
       coalesce(sum(pence) FILTER (sector IN ('nhs', 'police', 'fire', 'education', 'other_public')), 0)
           AS other_public_pence,
       coalesce(sum(pence) FILTER (sector = 'central'), 0) AS central_pence,
       coalesce(sum(pence) FILTER (sector IN ('voluntary', 'private')), 0) AS not_public_pence,
       coalesce(sum(pence) FILTER (coalesce(sector, 'unknown') = 'unknown'), 0) AS sector_unknown_pence,
       coalesce(sum(pence), 0) AS listed_pence, coalesce(sum(pence) FILTER (fenced), 0) AS ring_fenced_pence,
       CASE WHEN listed_pence > 0 THEN local_pence::DOUBLE / listed_pence::DOUBLE END AS local_share
FROM line GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
