SELECT DISTINCT g.id AS client_group, g.name AS client_group_name, s.id AS service, s.name AS service_name,
       coalesce((
           SELECT min(o.name) FROM rel_provides r JOIN organisation o ON o.id = r.source_id WHERE r.target_id = s.id
       ), '') AS provider_name, said.heading AS said_in, said.words
FROM service s JOIN rel_serves r ON r.source_id = s.id JOIN client_group g ON g.id = r.target_id
JOIN LATERAL (
    SELECT arg_min(heading, rank) AS heading, arg_min(words, rank) AS words
    FROM (VALUES (1, 'way in', s.way_in), (2, 'conditions', s.eligibility), (3, 'description', s.description),
                 (4, 'name', s.name)) said(rank, heading, words)
    WHERE words ILIKE '%assess%'
) said ON said.heading IS NOT NULL
WHERE trim(lower(coalesce(s.status, ''))) NOT IN ('inactive', 'defunct', 'closed')
  AND ($client_group = '' OR $client_group IN (g.id, g.name))
  AND ($place = '' OR EXISTS (
      FROM rel_available_in v JOIN place p ON p.id = v.target_id WHERE v.source_id = s.id AND $place IN (p.id, p.name)))
ORDER BY 1, 3
