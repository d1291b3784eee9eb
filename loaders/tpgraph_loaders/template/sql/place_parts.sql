-- Shares of places that do not nest: 0.6 and 60% are one; a number beyond 0 to 1 is no share.

CREATE TABLE place_share AS
SELECT
    k.record_id,
    k.line,
    k.sheet,
    l.share AS written,
    coalesce(
        k.share, TRY_CAST(regexp_extract(tp_text(l.share), '^([0-9]{1,3}(?:\.[0-9]+)?)\s*%$', 1) AS DOUBLE) / 100
    ) AS share
FROM kept.place_part k JOIN landed.place_part l ON l.sheet = k.sheet AND l.line = k.line;

INSERT INTO record.place_part BY NAME
SELECT k.* REPLACE (CASE WHEN s.share BETWEEN 0 AND 1 THEN s.share END AS share)
FROM kept.place_part k JOIN place_share s USING (record_id);

DELETE FROM record.problem AS p
USING place_share s
WHERE p.sheet = s.sheet AND p.line = s.line AND p."column" = 'place_part.share' AND s.share IS NOT NULL;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'place_part.share' AS "column", written AS value, 'warning' AS severity, 'share-not-a-share' AS code,
    '''' || written || ''' is no share from 0 to 1: it is taken as unknown' AS sentence,
    'write the share of the part that is covered, such as 0.6 or 60%' AS mend
FROM place_share WHERE share NOT BETWEEN 0 AND 1;
