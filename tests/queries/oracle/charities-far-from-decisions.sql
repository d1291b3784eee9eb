WITH runs AS (
    SELECT r.source_id AS charity, s.id, s.people_per_year AS people,
           EXISTS (FROM rel_commissions c WHERE c.target_id = s.id) AS bought,
           ($place = '' OR EXISTS (
               FROM rel_available_in v JOIN place p ON p.id = v.target_id
               WHERE v.source_id = s.id AND $place IN (p.id, p.name)))
           AND ($client_group = '' OR EXISTS (
               FROM rel_serves e JOIN client_group g ON g.id = e.target_id
               WHERE e.source_id = s.id AND $client_group IN (g.id, g.name))) AS asked
    FROM rel_provides r JOIN service s ON s.id = r.target_id
    WHERE trim(lower(coalesce(s.status, ''))) NOT IN ('inactive', 'defunct', 'closed')
), close AS (
    SELECT w.source_id AS charity FROM rel_works_with w JOIN organisation o ON o.id = w.target_id
    WHERE o.sector IN ('local', 'central', 'nhs', 'police', 'fire', 'education', 'other_public')
    UNION
    SELECT w.target_id FROM rel_works_with w JOIN organisation o ON o.id = w.source_id
    WHERE o.sector IN ('local', 'central', 'nhs', 'police', 'fire', 'education', 'other_public')
)
SELECT o.id AS organisation, o.name, count(*) AS services,
       (SELECT count(DISTINCT e.target_id) FROM runs x JOIN rel_serves e ON e.source_id = x.id WHERE x.charity = o.id)
           AS client_groups,
       coalesce(sum(people), 0) AS people_per_year, count(*) FILTER (people IS NULL) AS people_unknown,
       count(*) FILTER (bought) AS ordered,
       (SELECT count(DISTINCT f.source_id) FROM rel_funds f WHERE f.target_id = o.id AND f.source_id <> o.id) AS funders
FROM runs r JOIN organisation o ON o.id = r.charity ANTI JOIN close ON close.charity = o.id
WHERE asked AND o.sector = 'voluntary'
GROUP BY o.id, o.name
ORDER BY services DESC, people_per_year DESC, 1
