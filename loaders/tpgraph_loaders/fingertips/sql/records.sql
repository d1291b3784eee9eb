-- A record says what the source said: its need is the indicator's own name until somebody maps it.

INSERT INTO record.client_need BY NAME
SELECT
    tp_record_id(
        'client_need', concat_ws(chr(31), indicator_key, area_code, period, coalesce(sex, ''), coalesce(age, ''))
    ) AS record_id,
    indicator_id AS source_id,
    sheet,
    line,
    '{' || concat_ws(
        ',',
        '"period":' || CAST(to_json(period) AS VARCHAR),
        '"value":' || CAST(to_json(value) AS VARCHAR),
        '"denominator":' || CAST(to_json(denominator) AS VARCHAR),
        '"value_note":' || CAST(to_json(value_note) AS VARCHAR),
        substring(extra, 2, length(extra) - 2)
    ) || '}' AS extra,
    indicator AS need,
    indicator,
    nullif(concat_ws(', ', sex, age), '') AS client_group,
    area_code AS place,
    people_read AS people,
    low,
    high,
    financial_year
FROM bounded;

INSERT INTO record.taken
SELECT sheet, line, CAST(NULL AS BIGINT) FROM bounded;

-- Areas that the reference list lacks keep the name that the source gives them.
INSERT INTO record.place BY NAME
SELECT
    tp_record_id('place', area_code) AS record_id,
    area_code AS source_id,
    arg_min(sheet, line) AS sheet,
    min(line) AS line,
    area_code AS id,
    arg_min(area_name, line) AS name,
    coalesce(any_value(a.level), 'other') AS level
FROM bounded
JOIN landed._area AS a ON upper(a.code) = area_code
WHERE NOT a.is_known AND area_name IS NOT NULL
GROUP BY area_code;
