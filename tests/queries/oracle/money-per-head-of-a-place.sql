SELECT p.id AS place, p.name AS place_name, coalesce(p.level, '') AS level,
       coalesce(f.financial_year, '') AS financial_year, f.basis, count(*) AS flows,
       coalesce(sum(floor(f.amount_pence * coalesce(b.share, 1) + 0.5)::BIGINT), 0) AS amount_pence, p.population,
       coalesce(sum(floor(f.amount_pence * coalesce(b.share, 1) + 0.5)::BIGINT), 0)::DOUBLE
           / nullif(100 * p.population, 0)::DOUBLE AS pounds_per_head
FROM rel_benefits b JOIN funding_flow f ON f.id = b.source_id JOIN place p ON p.id = b.target_id
WHERE ($place = '' OR $place IN (p.id, p.name)) AND ($year = '' OR f.financial_year = $year)
  AND ($basis = '' OR f.basis = $basis)
GROUP BY p.id, p.name, p.level, p.population, f.financial_year, f.basis
ORDER BY 1, 4, 5
