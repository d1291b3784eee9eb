WITH one_way AS (
    SELECT source_id AS a, target_id AS b FROM rel_works_with UNION SELECT source_id, target_id FROM rel_funds
), tie AS (
    SELECT DISTINCT x.id AS a, y.id AS b, y.sector
    FROM (FROM one_way UNION SELECT b, a FROM one_way) t
    JOIN organisation x ON x.id = t.a JOIN organisation y ON y.id = t.b
    WHERE x.sector <> y.sector AND 'unknown' NOT IN (x.sector, y.sector)
)
SELECT o.id AS organisation, o.name, o.sector, count(DISTINCT tie.sector) AS sectors, count(*) AS bodies,
       count(*) FILTER ((SELECT count(*) FROM tie x WHERE x.a = tie.b) = 1) AS only_through
FROM tie JOIN organisation o ON o.id = tie.a
WHERE $organisation = '' OR $organisation IN (o.id, o.name)
GROUP BY ALL HAVING sectors > 1
ORDER BY only_through DESC, bodies DESC, 1
