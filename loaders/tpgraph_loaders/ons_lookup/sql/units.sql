-- The finest areas of each table, those of which it has most: what the others are made of, counted or weighed by their
-- people.

CREATE TEMP TABLE unit_column AS
SELECT sheet, column_id, kind, year, rank, plural, basis
FROM area_column
LEFT JOIN (SELECT column_id, count(DISTINCT code) AS areas FROM cell GROUP BY column_id) USING (column_id)
QUALIFY row_number() OVER (
    PARTITION BY sheet ORDER BY kind <> 'listed', coalesce(areas, 0) DESC, rank, year DESC, column_id
) = 1;

CREATE TEMP TABLE unit_row AS
SELECT cell.sheet, cell.line, cell.code AS unit FROM cell JOIN unit_column USING (column_id);

-- 1,234 and 1234.0 are whole numbers; nobody is a fraction.
CREATE TEMP MACRO tp_people(written) AS
    CASE
        WHEN regexp_full_match(replace(written, ',', ''), '[0-9]{1,12}(\.0*)?')
        THEN CAST(string_split(replace(written, ',', ''), '.')[1] AS BIGINT)
    END;

CREATE TEMP TABLE unit AS
SELECT
    u.sheet,
    u.unit,
    max(tp_people(r.population)) AS people,
    max(tp_people(r.households)) AS households,
    max(r.population_year) AS population_year,
    max(r.households_year) AS households_year,
    max(r.edition) AS edition
FROM unit_row AS u
JOIN landed.look_up AS r ON r.sheet = u.sheet AND r.line = u.line
GROUP BY u.sheet, u.unit;

-- By what shares are taken in a table: people where every unit has them, then households, then the number of units.
CREATE TEMP TABLE measure AS
SELECT
    c.sheet,
    CASE
        WHEN count(*) = count(u.people) THEN 'people'
        WHEN count(*) = count(u.households) THEN 'households'
        WHEN any_value(c.basis) THEN 'units'
    END AS measure,
    CASE measure
        WHEN 'people'
        THEN concat_ws(' ', 'population', coalesce(max(u.population_year), CAST(nullif(least(any_value(c.year), 9998), 9998) AS VARCHAR)))
        WHEN 'households'
        THEN concat_ws(' ', 'households', coalesce(max(u.households_year), CAST(nullif(least(any_value(c.year), 9998), 9998) AS VARCHAR)))
        WHEN 'units' THEN concat_ws(' ', any_value(c.plural), CAST(nullif(least(any_value(c.year), 9998), 9998) AS VARCHAR))
    END AS of_what,
    count(u.people) AS with_people,
    count(*) AS units
FROM unit_column AS c
JOIN unit AS u USING (sheet)
GROUP BY c.sheet;

CREATE TEMP TABLE unit_weight AS
SELECT
    sheet,
    unit,
    CASE measure WHEN 'people' THEN people WHEN 'households' THEN households WHEN 'units' THEN 1 END AS weight
FROM unit JOIN measure USING (sheet);

CREATE TEMP TABLE member AS
SELECT DISTINCT c.column_id, c.code, u.sheet, u.unit, w.weight
FROM cell AS c
JOIN unit_row AS u ON u.sheet = c.sheet AND u.line = c.line
JOIN unit_weight AS w ON w.sheet = u.sheet AND w.unit = u.unit;

-- Units that stand in several areas of one kind: by how much, nobody says.
CREATE TEMP TABLE divided AS
SELECT column_id, unit FROM member GROUP BY column_id, unit HAVING count(*) > 1;

-- Whether a table holds a whole nation, by the letter that its codes begin with.
CREATE TEMP TABLE whole AS
SELECT DISTINCT sheet, letter
FROM (
    SELECT sheet, left(code, 1) AS letter, a.kind, count(DISTINCT code) AS areas
    FROM member JOIN area_column AS a USING (sheet, column_id)
    WHERE a.newest AND a.kind IN ('district', 'lsoa')
    GROUP BY ALL
)
JOIN landed._whole AS known USING (letter)
WHERE areas >= CASE kind WHEN 'district' THEN known.districts ELSE known.lsoas END;

-- Every area with what it is made of. `complete`: nothing of it can lie beyond the edge of the table. Tables that are
-- cut are cut along districts, so that wards and districts are whole in any.
CREATE TEMP TABLE extent AS
SELECT
    m.column_id,
    m.code,
    m.sheet,
    any_value(a.kind) AS kind,
    any_value(c.rank) AS rank,
    any_value(c.level) AS level,
    any_value(a.newest) AS newest,
    any_value(a.year) AS year,
    any_value(u.column_id) = m.column_id AS is_unit,
    any_value(c.rank) <= 4 OR any_value(w.letter) IS NOT NULL AS complete,
    count(*) AS units,
    CAST(sum(m.weight) AS BIGINT) AS weight
FROM member AS m
JOIN area_column AS a USING (column_id)
JOIN (SELECT DISTINCT column_id, code, rank, level FROM cell) AS c ON c.column_id = m.column_id AND c.code = m.code
JOIN unit_column AS u ON u.sheet = m.sheet
LEFT JOIN whole AS w ON w.sheet = m.sheet AND w.letter = left(m.code, 1)
GROUP BY m.column_id, m.code, m.sheet;
