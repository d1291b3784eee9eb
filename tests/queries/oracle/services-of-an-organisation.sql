WITH roles AS (
    SELECT source_id, target_id, true AS runs FROM rel_provides
    UNION SELECT source_id, target_id, false FROM rel_commissions
)
SELECT o.id AS organisation, o.name, s.id AS service, s.name AS service_name, bool_or(runs) AS provides,
       bool_or(NOT runs) AS commissions, coalesce(s.status, '') AS status,
       coalesce(s.theme, 'not yet themed') AS theme,
       (SELECT count(DISTINCT target_id) FROM rel_meets m WHERE m.source_id = s.id) AS needs,
       (SELECT count(DISTINCT target_id) FROM rel_available_in v WHERE v.source_id = s.id) AS places,
       s.cost_pence_per_year
FROM roles r JOIN organisation o ON o.id = r.source_id JOIN service s ON s.id = r.target_id
WHERE $organisation = '' OR $organisation IN (o.id, o.name)
GROUP BY o.id, o.name, s.id, s.name, s.status, s.theme, s.cost_pence_per_year
ORDER BY 1, 3
