SELECT s.id AS service, s.name AS service_name,
       coalesce((
           SELECT min(o.name) FROM rel_provides p JOIN organisation o ON o.id = p.source_id WHERE p.target_id = s.id
       ), '') AS provider_name, coalesce(s.status, '') AS status, coalesce(s.end, '') AS last_day,
       count(DISTINCT r.source_id) AS senders, count(*) FILTER (r.per_year IS NULL) AS senders_unknown,
       coalesce(sum(r.per_year), 0) AS referred_per_year, s.places_per_year,
       coalesce(sum(r.per_year), 0) - CASE WHEN over THEN 0 ELSE s.places_per_year END AS over_per_year
FROM rel_refers_to r JOIN (
    SELECT *, coalesce(trim(lower(status)) IN ('inactive', 'defunct', 'closed'), false)
              OR ($on <> '' AND coalesce("end" < $on, false)) AS over
    FROM service
) s ON s.id = r.target_id
WHERE $organisation = '' OR EXISTS (
    FROM rel_provides p JOIN organisation o ON o.id = p.source_id
    WHERE p.target_id = s.id AND $organisation IN (o.id, o.name))
GROUP BY s.id, s.name, s.status, s.end, s.places_per_year, s.over
HAVING s.over OR over_per_year > 0
ORDER BY referred_per_year DESC, 1
