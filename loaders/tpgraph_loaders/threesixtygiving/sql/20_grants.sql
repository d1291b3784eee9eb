-- Rows -> grants. A grant may take several rows: one a year or instalment, one a place, one on another sheet. The first
-- row that can be loaded is the grant; what it leaves blank is taken from its other rows, and money is counted once.

CREATE TEMP TABLE many AS
SELECT id FROM typed WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1;

CREATE TEMP TABLE placed AS
SELECT
    ordinal, id,
    row_number() OVER (PARTITION BY id ORDER BY lacks IS NOT NULL, part, ordinal) AS place,
    first_value(ordinal) OVER (PARTITION BY id ORDER BY lacks IS NOT NULL, part, ordinal) AS grant_ordinal,
    bool_or(lacks IS NULL) OVER (PARTITION BY id) AS is_loaded
FROM typed
WHERE id IN (SELECT id FROM many);

-- The rows that are further rows of a grant that is loaded.
CREATE TEMP TABLE further AS
SELECT typed.*, placed.grant_ordinal, first.amount_pence AS first_pence
FROM placed
JOIN typed USING (ordinal)
JOIN typed AS first ON first.ordinal = placed.grant_ordinal
WHERE placed.is_loaded AND placed.place > 1;

CREATE TEMP VIEW award AS
SELECT typed.* EXCLUDE (lacks, part)
FROM typed
WHERE lacks IS NULL AND ordinal NOT IN (SELECT ordinal FROM further);

-- What the other rows add: the earliest start and the latest end, and what the first row does not say.
CREATE TEMP TABLE added AS
SELECT
    grant_ordinal AS ordinal,
    min(starts) AS starts,
    max(ends) AS ends,
    max(months) AS months,
    first(date ORDER BY further.ordinal) FILTER (date IS NOT NULL) AS date,
    first(financial_year ORDER BY further.ordinal) FILTER (date IS NOT NULL) AS financial_year,
    first({'name': payee, 'id': payee_id, 'record': payee_record, 'status': payee_known} ORDER BY further.ordinal)
        FILTER (payee_record IS NOT NULL) AS payee,
    bool_or(further.individual) AS individual,
    first(g.programme_title ORDER BY further.ordinal) FILTER (g.programme_title IS NOT NULL) AS programme_title,
    first(g.programme_code ORDER BY further.ordinal) FILTER (g.programme_code IS NOT NULL) AS programme_code,
    first(g.regrant ORDER BY further.ordinal) FILTER (g.regrant IS NOT NULL) AS regrant,
    list(DISTINCT coalesce(g.location_code, g.location_name)) FILTER (coalesce(g.location_code, g.location_name) IS NOT NULL)
        AS places
FROM further
JOIN landed.grants AS g ON g.ordinal = further.ordinal
GROUP BY grant_ordinal;

CREATE TEMP TABLE aside AS
SELECT
    sheet, line,
    CASE
        WHEN amount_pence IS NULL OR amount_pence = first_pence THEN 'another row of a grant that is counted once'
        ELSE 'another amount of a grant: the first is counted'
    END AS reason,
    amount_pence
FROM further
WHERE NOT part
UNION ALL
SELECT sheet, line, CASE WHEN part THEN 'a part of no grant that is loaded' ELSE lacks END, amount_pence
FROM typed
WHERE (lacks IS NOT NULL OR part) AND ordinal NOT IN (SELECT ordinal FROM further)
    AND ordinal NOT IN (SELECT ordinal FROM award);

INSERT INTO record.set_aside (sheet, line, reason, "rows", amount_pence)
SELECT sheet, line, reason, 1, amount_pence FROM aside;

INSERT INTO record.taken
SELECT sheet, line, amount_pence FROM award
UNION ALL
SELECT sheet, line, amount_pence FROM further WHERE part;
