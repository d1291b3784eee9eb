WITH one_way AS (
    SELECT source_id AS a, target_id AS b FROM rel_works_with UNION SELECT source_id, target_id FROM rel_funds
    UNION SELECT source_id, target_id FROM rel_owned_by UNION SELECT source_id, target_id FROM rel_succeeded_by
    UNION SELECT source_id, target_id FROM rel_same_as
    UNION SELECT x.source_id, y.source_id FROM rel_refers_to r
          JOIN rel_provides x ON x.target_id = r.source_id JOIN rel_provides y ON y.target_id = r.target_id
), roles AS (
    SELECT source_id, target_id FROM rel_provides UNION SELECT source_id, target_id FROM rel_commissions
), tie AS (
    SELECT a, b FROM one_way UNION SELECT b, a FROM one_way
    UNION SELECT x.source_id, y.source_id FROM roles x JOIN roles y USING (target_id)
), active AS (
    SELECT g.id AS client_group, g.name AS client_group_name, p.id AS place, p.name AS place_name, o.id AS body,
           o.name AS body_name, count(DISTINCT v.source_id) AS services
    FROM rel_serves s JOIN client_group g ON g.id = s.target_id JOIN rel_available_in v USING (source_id)
    JOIN place p ON p.id = v.target_id JOIN rel_provides r ON r.target_id = v.source_id
    JOIN organisation o ON o.id = r.source_id
    WHERE ($place = '' OR $place IN (p.id, p.name)) AND ($client_group = '' OR $client_group IN (g.id, g.name))
    GROUP BY ALL
)
SELECT x.client_group, x.client_group_name, x.place, x.place_name, x.body, x.body_name, y.body AS other,
       y.body_name AS other_name, x.services, y.services AS other_services
FROM active x JOIN active y ON (y.client_group, y.place) = (x.client_group, x.place) AND x.body < y.body
ANTI JOIN tie ON tie.a = x.body AND tie.b = y.body
ORDER BY 1, 3, 5, 7
