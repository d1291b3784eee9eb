SELECT s.id AS service, s.name AS service_name,
       coalesce((
           SELECT min(o.name) FROM rel_provides p JOIN organisation o ON o.id = p.source_id WHERE p.target_id = s.id
       ), '') AS provider_name, coalesce(s.status, '') AS status, coalesce(s.end, '') AS last_day,
       count(DISTINCT r.source_id) AS senders, count(*) FILTER (r.per_year IS NULL) AS senders_unknown,
       coalesce(sum(r.per_year), 0) AS referred_per_year, s.places_per_year,
       coalesce(sum(r.per_year), 0) - s.places_per_year AS over_per_year
FROM rel_refers_to r JOIN service s ON s.id = r.target_id
WHERE $organisation = '' OR EXISTS (
    FROM rel_provides p JOIN organisation o ON o.id = p.source_id
    WHERE p.target_id = s.id AND $organisation IN (o.id, o.name))
GROUP BY s.id, s.name, s.status, s.end, s.places_per_year
HAVING over_per_year > 0 OR trim(lower(s.status)) IN ('inactive', 'defunct', 'closed') OR ($on <> '' AND s.end < $on)
ORDER BY referred_per_year DESC, 1
