-- Areas and categories -> client needs; a record says what the source said: its need is the category's own name.

CREATE TEMP TABLE counted AS
SELECT
    *,
    tp_record_id('client_need', concat_ws(chr(31), indicator, area_code, coalesce(financial_year, ''))) AS record_id,
    -- .., - and c are unknown and never zero.
    CASE
        WHEN regexp_full_match(replace(written, ',', ''), '[0-9]{1,12}(\.[0-9]+)?')
        THEN CAST(round(CAST(replace(written, ',', '') AS DOUBLE)) AS BIGINT)
    END AS people
FROM landed.figures;

CREATE TEMP TABLE first AS
SELECT * FROM counted QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY sheet, line) = 1;

INSERT INTO record.client_need BY NAME
SELECT
    record_id,
    area_code AS source_id,
    sheet,
    line,
    indicator AS need,
    indicator,
    area_code AS place,
    people,
    financial_year
FROM first;

INSERT INTO record.taken
SELECT DISTINCT sheet, line, CAST(NULL AS BIGINT) FROM first;

INSERT INTO record.set_aside (sheet, line, reason, "rows")
SELECT DISTINCT sheet, line, 'the area stands twice', 1
FROM counted AS c
WHERE NOT EXISTS (SELECT 1 FROM first AS f WHERE f.sheet = c.sheet AND f.line = c.line);

INSERT INTO record.place BY NAME
SELECT
    tp_record_id('place', f.area_code) AS record_id,
    f.area_code AS source_id,
    arg_min(f.sheet, f.line) AS sheet,
    min(f.line) AS line,
    f.area_code AS id,
    arg_min(f.area_name, f.line) AS name,
    coalesce(any_value(a.level), 'other') AS level
FROM first AS f
JOIN landed._area AS a ON a.code = f.area_code
WHERE NOT a.is_known AND f.area_name IS NOT NULL
GROUP BY f.area_code;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, indicator AS "column", written AS value, 'warning' AS severity, 'census-count-unread' AS code,
    '''' || written || ''' is no number of people: it is unknown' AS sentence,
    'write a whole number, or leave the cell empty' AS mend
FROM first
WHERE people IS NULL AND NOT regexp_full_match(lower(written), '\.+|-|c|x|\*|:|n/a|\[[a-z]+\]')
UNION ALL
SELECT
    sheet, CAST(NULL AS BIGINT), '', '', 'warning', 'census-without-year',
    tp_counted('%d row{ has|s have} no year that can be read: {its|their} figures are loaded without one', count(DISTINCT line)),
    'keep the line of the date above the table, or the column date'
FROM first
WHERE financial_year IS NULL
GROUP BY sheet;
