-- One row a place and larger place that it lies in (or code that followed it): most have one of each.

CREATE TEMP TABLE parent AS
SELECT child, parent
FROM lies
WHERE NOT EXISTS (
    SELECT 1 FROM lies AS first JOIN lies AS second ON second.child = first.parent
    WHERE first.child = lies.child AND second.parent = lies.parent
);

CREATE TEMP TABLE area_name AS
SELECT code, name
FROM (SELECT code, name, max(year) AS year, sum(times) AS times FROM beside WHERE name IS NOT NULL GROUP BY code, name)
QUALIFY row_number() OVER (PARTITION BY code ORDER BY year DESC, times DESC, name) = 1;

CREATE TEMP TABLE area AS
SELECT
    c.code,
    any_value(c.level) AS level,
    -- Its own row, where it has one.
    arg_min(c.sheet, struct_pack(a := k.sheet IS NULL, b := c.sheet, c := c.line)) AS sheet,
    arg_min(c.line, struct_pack(a := k.sheet IS NULL, b := c.sheet, c := c.line)) AS line,
    coalesce(CAST(max(c.year) FILTER (c.year < 9998) AS VARCHAR), max(u.edition)) AS year
FROM cell AS c
LEFT JOIN unit_column AS k ON k.column_id = c.column_id
LEFT JOIN unit AS u ON u.sheet = k.sheet AND u.unit = c.code
WHERE c.kind <> 'oa'
GROUP BY c.code;

-- People of the larger areas too, where every unit says how many and none lies beyond the edge.
CREATE TEMP TABLE people AS
SELECT e.code, max(e.weight) AS people
FROM extent AS e JOIN measure AS m USING (sheet)
WHERE m.measure = 'people' AND e.complete AND NOT EXISTS (SELECT 1 FROM divided AS d WHERE d.column_id = e.column_id)
GROUP BY e.code;

CREATE TEMP TABLE unit_extra AS
SELECT u.unit AS code, any_value(r.extra) AS extra, max(r.change) AS change
FROM unit_row AS u JOIN landed.look_up AS r ON r.sheet = u.sheet AND r.line = u.line
GROUP BY u.unit;

CREATE TEMP TABLE other_code AS
SELECT code, arg_max(other, year) AS other, arg_max(other_heading, year) AS other_heading
FROM beside WHERE other IS NOT NULL GROUP BY code;

CREATE TEMP TABLE tie AS
WITH larger AS (SELECT child AS code, parent, row_number() OVER (PARTITION BY child ORDER BY parent) AS number FROM parent),
later AS (SELECT old_code AS code, new_code AS successor, row_number() OVER (PARTITION BY old_code ORDER BY new_code) AS number FROM followed)
SELECT code, number, parent, successor FROM larger FULL JOIN later USING (code, number);

INSERT INTO record.place BY NAME
SELECT
    tp_record_id(
        'place', concat_ws(chr(31), code, coalesce(parent, ''), coalesce(successor, ''), coalesce(year, ''), coalesce(CAST(people AS VARCHAR), ''))
    ) AS record_id,
    code AS source_id,
    sheet,
    line,
    nullif(
        '{' || concat_ws(
            ',',
            CAST(to_json(other_heading) AS VARCHAR) || ':' || CAST(to_json(other) AS VARCHAR),
            '"change":' || CAST(to_json(change) AS VARCHAR),
            substring(extra, 2, length(extra) - 2)
        ) || '}',
        '{}'
    ) AS extra,
    code AS id,
    name,
    level,
    parent AS part_of,
    people AS population,
    year,
    successor
FROM area
JOIN area_name USING (code)
LEFT JOIN people USING (code)
LEFT JOIN unit_extra USING (code)
LEFT JOIN other_code USING (code)
LEFT JOIN tie USING (code);

INSERT INTO record.taken SELECT sheet, line, CAST(NULL AS BIGINT) FROM unit_row;

INSERT INTO record.set_aside (sheet, line, reason, "rows", amount_pence)
SELECT
    r.sheet, r.line,
    CASE WHEN EXISTS (SELECT 1 FROM unreadable AS x WHERE x.sheet = r.sheet AND x.line = r.line) THEN 'code cannot be read' ELSE 'no code' END,
    1, NULL
FROM landed.look_up AS r
WHERE NOT EXISTS (SELECT 1 FROM unit_row AS u WHERE u.sheet = r.sheet AND u.line = r.line);

SET VARIABLE refusal = (
    SELECT CASE WHEN count(*) = 0 THEN 'no row has the code of an area: nothing can be loaded' END FROM unit_row
);
