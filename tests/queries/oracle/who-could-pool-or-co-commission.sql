WITH buys AS (
    SELECT DISTINCT c.source_id AS buyer, m.target_id AS need, v.target_id AS place
    FROM rel_commissions c JOIN rel_meets m ON m.source_id = c.target_id
    JOIN rel_available_in v ON v.source_id = c.target_id JOIN need n ON n.id = m.target_id
    JOIN place p ON p.id = v.target_id
    WHERE ($need = '' OR $need IN (n.id, n.name)) AND ($place = '' OR $place IN (p.id, p.name))
), tie AS (
    SELECT least(source_id, target_id) AS body, greatest(source_id, target_id) AS other, min(kind) AS tie,
           bool_or(kind IN ('pooled budget', 'joint commissioning')) AS together
    FROM rel_works_with GROUP BY ALL
), shared AS (
    SELECT a.source_id AS body, b.source_id AS other FROM rel_commissions a JOIN rel_commissions b USING (target_id)
)
SELECT x.id AS body, x.name AS body_name, y.id AS other, y.name AS other_name, count(DISTINCT a.need) AS needs,
       count(DISTINCT a.place) AS places, coalesce(tie.tie, '') AS tie
FROM buys a JOIN buys b ON (b.need, b.place) = (a.need, a.place) AND a.buyer < b.buyer
JOIN organisation x ON x.id = a.buyer JOIN organisation y ON y.id = b.buyer
LEFT JOIN tie ON tie.body = x.id AND tie.other = y.id
WHERE NOT coalesce(tie.together, false) AND (x.id, y.id) NOT IN (SELECT (body, other) FROM shared)
GROUP BY ALL
ORDER BY needs DESC, places DESC, 1, 3
