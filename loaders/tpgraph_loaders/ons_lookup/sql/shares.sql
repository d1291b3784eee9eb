-- Where areas do not nest: the share of the one that the other covers. Where they do, the share of the larger one that a
-- district or a larger area covers, so that figures for a police area can be worked out for a district.

CREATE TEMP TABLE covers AS
SELECT
    o.sheet,
    o.code AS place,
    o.other AS part,
    c.kind AS place_kind,
    p.kind AS part_kind,
    CASE
        WHEN p.complete AND NOT o.is_divided AND p.weight > 0 THEN CAST(o.weight AS DOUBLE) / p.weight
    END AS share,
    p.complete,
    EXISTS (SELECT 1 FROM lies AS l WHERE l.child = o.code AND l.parent = o.other) AS nests,
    m.of_what,
    nullif(greatest(least(c.year, 9998), least(p.year, 9998)), 9998) AS year
FROM overlap AS o
JOIN extent AS c ON c.column_id = o.column_id AND c.code = o.code
JOIN extent AS p ON p.column_id = o.other_column AND p.code = o.other
JOIN measure AS m ON m.sheet = o.sheet
WHERE c.newest
    AND p.newest
    AND c.rank BETWEEN 3 AND 8
    AND p.rank BETWEEN 3 AND 8
    AND 'listed' NOT IN (c.kind, p.kind)
    -- What lies wholly in an area is a part of it, and no share need be said.
    AND NOT EXISTS (SELECT 1 FROM lies AS l WHERE l.child = o.other AND l.parent = o.code)
    AND (
        NOT nests
        OR (c.rank >= 4 AND m.measure IS NOT NULL AND NOT (c.is_unit AND m.measure = 'units'))
    );

INSERT INTO record.place_part BY NAME
SELECT
    tp_record_id('place_part', concat_ws(chr(31), place, part, coalesce(of_what, ''), coalesce(CAST(year AS VARCHAR), ''))) AS record_id,
    any_value(covers.sheet) AS sheet,
    min(c.line) AS line,
    place,
    part,
    max(share) AS share,
    CASE WHEN max(share) IS NOT NULL THEN of_what END AS "of",
    CAST(year AS VARCHAR) AS year
FROM covers
-- Of a pair that nests it is known that it does: without a share there is no more to say.
JOIN (SELECT code, sheet, min(line) AS line FROM cell GROUP BY code, sheet) AS c ON c.code = covers.part AND c.sheet = covers.sheet
WHERE share IS NOT NULL OR NOT nests
GROUP BY place, part, of_what, year;
