-- Numbers of people stay as given; the graph hides those under 5. A source that hides them itself gives bounds.

CREATE TABLE under_five AS
SELECT sheet, line, people AS written
FROM landed.client_need
WHERE regexp_full_match(lower(tp_text(people)), '(<|under|less than|fewer than)\s*(5|five)|[1-4]\s*-\s*4');

INSERT INTO record.client_need BY NAME
SELECT
    c.* REPLACE (
        CASE WHEN u.line IS NOT NULL THEN coalesce(c.low, 0) ELSE c.low END AS low,
        CASE WHEN u.line IS NOT NULL THEN coalesce(c.high, 4) ELSE c.high END AS high
    )
FROM kept.client_need c LEFT JOIN under_five u ON u.sheet = c.sheet AND u.line = c.line;

UPDATE record.problem AS p
SET severity = 'note', code = 'under-five', sentence = '''' || u.written || ''' is read as unknown, from 0 to 4 people', mend = ''
FROM under_five u
WHERE p.sheet = u.sheet AND p.line = u.line AND p."column" = 'client_need.people';

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'client_need.people' AS "column", people AS value, 'warning' AS severity, 'outside-bounds' AS code,
    'the numbers do not fit each other: people ' || coalesce(CAST(people AS VARCHAR), 'unknown') || ', low '
        || coalesce(CAST(low AS VARCHAR), 'unknown') || ', high ' || coalesce(CAST(high AS VARCHAR), 'unknown') AS sentence,
    'mend people, low or high' AS mend
FROM kept.client_need
WHERE low > high OR people < low OR people > high;
