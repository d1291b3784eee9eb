WITH sent AS (
    SELECT a.source_id AS body, b.source_id AS other, r.per_year
    FROM rel_refers_to r JOIN rel_provides a ON a.target_id = r.source_id
    JOIN rel_provides b ON b.target_id = r.target_id
    WHERE a.source_id <> b.source_id
)
SELECT x.id AS body, x.name AS body_name, y.id AS other, y.name AS other_name, count(*) AS referrals,
       count(*) FILTER (s.per_year IS NULL) AS referrals_unknown, coalesce(sum(s.per_year), 0) AS people_per_year,
       EXISTS (FROM rel_works_with w WHERE (w.source_id, w.target_id) IN ((x.id, y.id), (y.id, x.id))) AS partners,
       EXISTS (FROM rel_funds w WHERE w.source_id = x.id AND w.target_id = y.id) AS pays
FROM sent s ANTI JOIN sent back ON back.body = s.other AND back.other = s.body
JOIN organisation x ON x.id = s.body JOIN organisation y ON y.id = s.other
WHERE $organisation = '' OR $organisation IN (x.id, x.name)
GROUP BY x.id, x.name, y.id, y.name
ORDER BY people_per_year DESC, referrals DESC, 1, 3
