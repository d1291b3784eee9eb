-- Landed text -> one row a cell of an area, its code read; codes that stand for "none" (E99999999) are left out.

CREATE TEMP MACRO tp_area_code(written) AS
    CASE
        WHEN regexp_full_match(upper(written), '[EWSNK][0-9]{8}') THEN upper(written)
        -- Northern Ireland's areas of 2001 and 2011 have codes of their own.
        WHEN regexp_full_match(upper(written), '95[A-Z]{2}[0-9A-Z]{2,6}') THEN upper(written)
    END;

CREATE TEMP MACRO tp_is_no_area(written) AS
    upper(written) LIKE '_99999999' OR upper(written) IN ('N/A', 'NA', 'NULL', 'NONE', '-', '.', '#N/A');

-- "newest" of its kind in a table; `followed_by` is the column of the next later codes of the same kind.
CREATE TEMP TABLE area_column AS
SELECT
    *,
    row_number() OVER (PARTITION BY sheet, kind ORDER BY year DESC, column_id) = 1 AS newest,
    CASE
        WHEN year < 9998
        THEN coalesce(
            lead(column_id) OVER (PARTITION BY sheet, kind, year < 9998 ORDER BY year),
            max(column_id) FILTER (year = 9999) OVER (PARTITION BY sheet, kind)
        )
        WHEN year = 9998 THEN max(column_id) FILTER (year = 9999) OVER (PARTITION BY sheet, kind)
    END AS followed_by
FROM landed._column;

CREATE TEMP TABLE readable AS
SELECT sheet, line, column_id, tp_area_code(code) AS code
FROM landed._cell
WHERE tp_area_code(code) IS NOT NULL AND NOT tp_is_no_area(code);

CREATE TEMP VIEW cell AS
SELECT
    r.*,
    a.kind,
    a.year,
    coalesce(nullif(l.level, 'other'), a.level) AS level,
    CASE WHEN a.kind = 'listed' THEN coalesce(l.rank, a.rank) ELSE a.rank END AS rank
FROM readable AS r
JOIN area_column AS a USING (column_id)
LEFT JOIN landed._level AS l ON l.prefix = left(r.code, 3);

-- What stands beside each code: its name and the NHS's own code.
CREATE TEMP TABLE beside AS
SELECT c.column_id, a.sheet, a.year, tp_area_code(c.code) AS code, c.name, c.other, c.other_heading, count(*) AS times
FROM landed._cell AS c
JOIN area_column AS a USING (column_id)
WHERE coalesce(c.name, c.other) IS NOT NULL AND tp_area_code(c.code) IS NOT NULL AND NOT tp_is_no_area(c.code)
GROUP BY ALL;

CREATE TEMP TABLE unreadable AS
SELECT c.sheet, c.line, a.heading, c.code
FROM landed._cell AS c
JOIN area_column AS a USING (column_id)
WHERE tp_area_code(c.code) IS NULL AND NOT tp_is_no_area(c.code);
