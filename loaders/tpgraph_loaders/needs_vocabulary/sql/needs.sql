-- Terms -> needs by CURIE; circumstances and service types are kept alike, under the prefix of their list.

CREATE TEMP TABLE term AS
SELECT *, prefix || ':' || code AS curie, row_number() OVER (PARTITION BY prefix, code ORDER BY sheet, line) AS place
FROM (
    SELECT
        sheet,
        line,
        prefix,
        -- A web address such as http://id.esd.org.uk/need/69 ends in the identifier.
        nullif(regexp_replace(regexp_replace(identifier, '^.*[/#]', ''), '^[A-Za-z]+:', ''), '') AS code,
        label,
        description,
        broader,
        extra
    FROM landed.terms
);

CREATE TEMP TABLE kept AS
SELECT * FROM term WHERE code IS NOT NULL AND NOT regexp_matches(code, '\s') AND label IS NOT NULL AND prefix IS NOT NULL AND place = 1;

INSERT INTO record.need BY NAME
SELECT
    tp_record_id('need', k.curie) AS record_id,
    k.code AS source_id,
    k.sheet,
    k.line,
    CASE WHEN k.description IS NOT NULL THEN '{"description":' || CAST(to_json(k.description) AS VARCHAR) || '}' END AS extra,
    k.curie AS id,
    k.label AS name,
    coalesce(by_code.curie, by_name.curie) AS broader
FROM kept AS k
LEFT JOIN kept AS by_code
    ON by_code.prefix = k.prefix
    AND by_code.code = regexp_replace(regexp_replace(k.broader, '^.*[/#]', ''), '^[A-Za-z]+:', '')
    AND by_code.curie <> k.curie
LEFT JOIN (
    SELECT prefix, tp_fold(label) AS folded, min(curie) AS curie FROM kept GROUP BY prefix, tp_fold(label) HAVING count(*) = 1
) AS by_name
    ON by_name.prefix = k.prefix AND by_name.folded = tp_fold(k.broader) AND by_name.curie <> k.curie;

INSERT INTO record.taken SELECT sheet, line, CAST(NULL AS BIGINT) FROM kept;

INSERT INTO record.set_aside (sheet, line, reason, "rows")
SELECT
    sheet,
    line,
    CASE
        WHEN code IS NULL OR regexp_matches(code, '\s') THEN 'no identifier'
        WHEN label IS NULL THEN 'no label'
        WHEN prefix IS NULL THEN 'of no list that is known'
        ELSE 'the identifier stands twice'
    END,
    1
FROM term
WHERE NOT EXISTS (SELECT 1 FROM kept WHERE kept.sheet = term.sheet AND kept.line = term.line);

INSERT INTO record.problem BY NAME
SELECT
    k.sheet, k.line, 'broader' AS "column", k.broader AS value, 'warning' AS severity, 'broader-term-missing' AS code,
    'no term of the list has the identifier or name ''' || k.broader || ''': the term stands at the top' AS sentence,
    'add the broader term, or mend its identifier' AS mend
FROM kept AS k
JOIN record.need AS n ON n.id = k.curie
WHERE k.broader IS NOT NULL AND n.broader IS NULL;
