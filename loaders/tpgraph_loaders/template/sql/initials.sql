-- A payer who is only the initials of the publisher is the publisher, unless the organisations sheet knows the text.

CREATE TABLE payer_initials AS
SELECT kind, field, sheet, line, text
FROM (
    SELECT 'flow' AS kind, 'payer' AS field, sheet, line, payer AS text FROM kept.flow
    UNION ALL SELECT 'spend', 'organisation', sheet, line, organisation FROM kept.spend
) AS named
WHERE tp_is_initials(text, getvariable('publisher'))
    AND NOT EXISTS (SELECT 1 FROM kept.organisation AS o WHERE o.id = text OR tp_fold(o.name) = tp_fold(text))
    AND tp_fold(text) <> tp_fold(getvariable('publisher'));

UPDATE kept.flow SET payer = getvariable('publisher')
WHERE payer IN (SELECT text FROM payer_initials);

UPDATE kept.spend SET organisation = getvariable('publisher')
WHERE organisation IN (SELECT text FROM payer_initials);

INSERT INTO record.problem BY NAME
SELECT
    sheet, min(line) AS line, kind || '.' || field AS "column", text AS value, 'note' AS severity,
    'payer-initials' AS code,
    '''' || text || ''' is read as ' || getvariable('publisher') || ', who publishes, in ' || count(*)
        || CASE WHEN count(*) = 1 THEN ' row' ELSE ' rows' END AS sentence,
    '' AS mend
FROM payer_initials GROUP BY sheet, kind, field, text;
