WITH runner AS (
    SELECT r.target_id AS id, min(o.name) AS name
    FROM rel_provides r JOIN organisation o ON o.id = r.source_id GROUP BY 1
)
SELECT a.id AS service, a.name AS service_name, coalesce(x.name, '') AS provider_name, b.id AS other,
       b.name AS other_name, coalesce(y.name, '') AS other_provider, v.relation, coalesce(v.grade, '') AS grade,
       max(v.probability) AS probability
FROM rel_overlaps v JOIN service a ON a.id = v.source_id JOIN service b ON b.id = v.target_id
LEFT JOIN runner x ON x.id = a.id LEFT JOIN runner y ON y.id = b.id
WHERE ($grade = '' OR v.grade = $grade) AND ($need = '' OR EXISTS (
    FROM rel_meets m JOIN rel_meets n USING (target_id) JOIN need k ON k.id = m.target_id
    WHERE m.source_id = a.id AND n.source_id = b.id AND $need IN (k.id, k.name)))
GROUP BY ALL
ORDER BY probability DESC, 1, 4, 7, 8
