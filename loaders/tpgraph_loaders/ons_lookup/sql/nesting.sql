-- Which areas have ground in common, and which lie wholly in others.

-- Areas by number: a look-up of output areas has two million cells. The finest areas themselves take part only where
-- they are places of which shares may be told, such as districts.
CREATE TEMP TABLE numbered AS
SELECT code, CAST(row_number() OVER (ORDER BY code) AS INTEGER) AS area FROM (SELECT DISTINCT code FROM cell);

CREATE TEMP TABLE spot AS
SELECT r.number AS row_number, c.column_id, n.area, r.unit_number, r.weight, r.rows_of_unit
FROM cell AS c
JOIN (
    SELECT
        u.sheet,
        u.line,
        row_number() OVER () AS number,
        n.area AS unit_number,
        w.weight,
        count(*) OVER (PARTITION BY u.sheet, u.unit) AS rows_of_unit
    FROM unit_row AS u
    JOIN unit_weight AS w ON w.sheet = u.sheet AND w.unit = u.unit
    JOIN numbered AS n ON n.code = u.unit
) AS r ON r.sheet = c.sheet AND r.line = c.line
JOIN numbered AS n ON n.code = c.code
WHERE NOT EXISTS (SELECT 1 FROM unit_column AS u WHERE u.column_id = c.column_id AND u.rank < 3 AND u.kind <> 'listed');

CREATE TEMP TABLE divided_number AS
SELECT d.column_id, n.area AS unit_number FROM divided AS d JOIN numbered AS n ON n.code = d.unit;

-- Areas of two kinds that stand in one row have the row's unit in common. Most units have one row; those that have more
-- count once in each pair.
CREATE TEMP TABLE common AS
WITH pair AS (
    SELECT
        a.column_id AS left_column, a.area AS left_area, b.column_id AS right_column, b.area AS right_area,
        a.unit_number, a.weight, a.rows_of_unit > 1 AS is_several
    FROM spot AS a
    JOIN spot AS b ON b.row_number = a.row_number AND b.column_id > a.column_id AND b.area <> a.area
    JOIN area_column AS ca ON ca.column_id = a.column_id
    JOIN area_column AS cb ON cb.column_id = b.column_id AND cb.kind <> ca.kind
),
single AS (
    SELECT left_column, left_area, right_column, right_area, count(*) AS units, sum(weight) AS weight, false AS is_divided
    FROM pair WHERE NOT is_several GROUP BY left_column, left_area, right_column, right_area
),
several AS (
    SELECT
        left_column, left_area, right_column, right_area, count(*) AS units, sum(weight) AS weight,
        bool_or(dl.unit_number IS NOT NULL OR dr.unit_number IS NOT NULL) AS is_divided
    FROM (SELECT DISTINCT * FROM pair WHERE is_several) AS p
    LEFT JOIN divided_number AS dl ON dl.column_id = p.left_column AND dl.unit_number = p.unit_number
    LEFT JOIN divided_number AS dr ON dr.column_id = p.right_column AND dr.unit_number = p.unit_number
    GROUP BY left_column, left_area, right_column, right_area
)
SELECT
    c.sheet, left_column, l.code AS left_code, right_column, r.code AS right_code, CAST(sum(units) AS BIGINT) AS units,
    CAST(sum(weight) AS BIGINT) AS weight, bool_or(is_divided) AS is_divided
FROM (SELECT * FROM single UNION ALL SELECT * FROM several)
JOIN area_column AS c ON c.column_id = left_column
JOIN numbered AS l ON l.area = left_area
JOIN numbered AS r ON r.area = right_area
GROUP BY c.sheet, left_column, l.code, right_column, r.code;

CREATE TEMP TABLE overlap AS
SELECT sheet, left_column AS column_id, left_code AS code, right_column AS other_column, right_code AS other, units, weight,
    is_divided
FROM common
UNION ALL
SELECT sheet, right_column, right_code, left_column, left_code, units, weight, is_divided FROM common;

-- Of two areas of the same extent the finer kind lies in the coarser one. In a list of areas of all kinds only a coarser
-- kind can hold another: a district beside another one follows it.
CREATE TEMP TABLE lies AS
SELECT o.code AS child, o.other AS parent
FROM overlap AS o
JOIN extent AS c ON c.column_id = o.column_id AND c.code = o.code
JOIN extent AS p ON p.column_id = o.other_column AND p.code = o.other
WHERE o.units = c.units
    AND NOT o.is_divided
    AND p.newest
    AND NOT EXISTS (SELECT 1 FROM followed AS f WHERE f.old_code = o.code AND f.new_code = o.other)
    AND (c.rank < p.rank OR (o.units < p.units AND c.kind <> 'listed' AND p.kind <> 'listed'))
UNION
-- The finest areas, each of which lies in whatever stands beside it; output areas make no places.
SELECT m.unit, m.code
FROM member AS m
JOIN unit_column AS u ON u.sheet = m.sheet AND u.rank < 3 AND u.kind NOT IN ('listed', 'oa')
JOIN area_column AS a ON a.column_id = m.column_id AND a.newest AND a.kind <> u.kind
WHERE m.code <> m.unit AND NOT EXISTS (SELECT 1 FROM divided AS d WHERE d.column_id = m.column_id AND d.unit = m.unit);
