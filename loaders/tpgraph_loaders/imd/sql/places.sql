-- Areas -> places with the index as their property; ranks are no people, so there are no client needs here.

CREATE TEMP TABLE typed AS
SELECT
    sheet,
    line,
    upper(code) AS code,
    regexp_full_match(upper(code), '[EWSN][0-9]{8}') AS is_gss,
    name,
    upper(district) AS district,
    code_year,
    imd_year,
    score AS score_written,
    TRY_CAST(replace(score, ',', '') AS DOUBLE) AS score,
    rank AS rank_written,
    CASE WHEN regexp_full_match(replace(rank, ',', ''), '[1-9][0-9]{0,5}(\.0*)?') THEN CAST(CAST(replace(rank, ',', '') AS DOUBLE) AS BIGINT) END AS rank,
    decile AS decile_written,
    CASE WHEN regexp_full_match(decile, '([1-9]|10)(\.0*)?') THEN CAST(CAST(decile AS DOUBLE) AS BIGINT) END AS decile,
    row_number() OVER (PARTITION BY upper(code) ORDER BY sheet, line) AS place
FROM landed.areas;

CREATE TEMP TABLE kept AS
SELECT * FROM typed WHERE coalesce(is_gss, false) AND place = 1 AND rank IS NOT NULL;

INSERT INTO record.place BY NAME
SELECT
    tp_record_id('place', 'imd' || chr(31) || code) AS record_id,
    code AS source_id,
    sheet,
    line,
    code AS id,
    coalesce(name, code) AS name,
    'lsoa' AS level,
    CASE WHEN regexp_full_match(district, '[EWSN][0-9]{8}') THEN district END AS part_of,
    code_year AS year,
    score AS imd_score,
    rank AS imd_rank,
    decile AS imd_decile,
    imd_year
FROM kept;

INSERT INTO record.taken SELECT sheet, line, CAST(NULL AS BIGINT) FROM kept;

INSERT INTO record.set_aside (sheet, line, reason, "rows")
SELECT
    sheet,
    line,
    CASE
        WHEN NOT coalesce(is_gss, false) THEN 'no area code'
        WHEN place > 1 THEN 'the area stands twice'
        ELSE 'no rank that can be read'
    END,
    1
FROM typed
WHERE NOT coalesce(is_gss, false) OR place > 1 OR rank IS NULL;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'IMD rank' AS "column", rank_written AS value, 'warning' AS severity, 'rank-unread' AS code,
    '''' || rank_written || ''' is no rank: the area is set aside' AS sentence,
    'write a whole number from 1, the most deprived' AS mend
FROM typed
WHERE is_gss AND place = 1 AND rank IS NULL AND rank_written IS NOT NULL
UNION ALL
SELECT
    sheet, line, 'IMD decile', decile_written, 'warning', 'decile-unread',
    '''' || decile_written || ''' is no decile: it is unknown', 'write a whole number from 1, the most deprived, to 10'
FROM kept
WHERE decile IS NULL AND decile_written IS NOT NULL
UNION ALL
SELECT
    sheet, CAST(NULL AS BIGINT), '', '', 'warning', 'index-without-year',
    'nothing says of which year the index is: ranks of two editions cannot be told apart',
    'put the year in the file''s name, such as IoD2019'
FROM kept
WHERE imd_year IS NULL
GROUP BY sheet;
