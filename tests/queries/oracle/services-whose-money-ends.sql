WITH pays AS (SELECT r.target_id AS service, f.* FROM rel_for r JOIN funding_flow f ON f.id = r.source_id)
SELECT min(p.ends) AS first_day, s.id AS service, s.name,
       coalesce((
           SELECT min(o.name) FROM rel_provides r JOIN organisation o ON o.id = r.source_id WHERE r.target_id = s.id
       ), '') AS provider_name, coalesce(p.financial_year, '') AS financial_year, p.basis, count(*) AS flows,
       coalesce(sum(p.amount_pence), 0) AS amount_pence,
       (SELECT count(*) FROM pays x WHERE x.service = s.id AND $until <> '' AND x.ends > $until) AS lasting_flows,
       (SELECT count(*) FROM pays x WHERE x.service = s.id AND x.ends IS NULL) AS endless_flows,
       (SELECT count(*) FROM rel_meets m WHERE m.source_id = s.id) AS needs, s.people_per_year
FROM pays p JOIN service s ON s.id = p.service
WHERE p.ends BETWEEN $from AND coalesce(nullif($until, ''), '9999') AND ($basis = '' OR p.basis = $basis)
GROUP BY s.id, s.name, p.financial_year, p.basis, s.people_per_year
ORDER BY 1, 2, 5, 6
