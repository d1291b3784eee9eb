-- The interval of a value -> bounds of people. The numbers of a row tell the unit of its value: Count / Denominator is
-- the value in hundredths, thousandths and so on, or the value is the count itself.

CREATE TEMP TABLE unit AS
SELECT * FROM (VALUES (1, 'shares of the denominator'), (100, 'percentages of the denominator'),
    (1000, 'rates per 1,000 of the denominator'), (10000, 'rates per 10,000 of the denominator'),
    (100000, 'rates per 100,000 of the denominator')) AS listed (per, words);

-- Units lie ten times apart, so a value within one part in a hundred fits one of them only.
CREATE TEMP TABLE told AS
SELECT
    k.sheet,
    k.line,
    k.indicator_key,
    CASE WHEN abs(k.value - k.people) <= 0.01 * k.people THEN 0 ELSE u.per END AS per
FROM kept AS k
LEFT JOIN unit AS u ON abs(k.value - k.people / k.denominator * u.per) <= 0.01 * k.value
WHERE k.people > 0 AND k.value > 0;

-- A row that does not tell (a count of nought, a suppressed one) has the unit of most rows of its indicator.
CREATE TEMP TABLE usual AS
SELECT indicator_key, per
FROM (SELECT indicator_key, per, count(*) AS times FROM told WHERE per IS NOT NULL GROUP BY indicator_key, per)
QUALIFY row_number() OVER (PARTITION BY indicator_key ORDER BY times DESC, per) = 1;

CREATE TEMP TABLE scaled AS
SELECT
    *,
    CASE
        WHEN lower_limit IS NULL OR upper_limit IS NULL THEN NULL
        WHEN per = 0 THEN 'numbers of people'
        WHEN per IS NOT NULL AND denominator IS NOT NULL THEN (SELECT words FROM unit WHERE unit.per = with_unit.per)
        WHEN people > 0 AND value > 0 AND NOT has_unit THEN 'adjusted rates: the count times limit / value'
    END AS read_as,
    CASE
        WHEN per = 0 THEN 1.0
        WHEN per IS NOT NULL AND denominator IS NOT NULL THEN denominator / per
        WHEN people > 0 AND value > 0 AND NOT has_unit THEN people / value
    END AS people_per_value
FROM (
    SELECT k.*, coalesce(t.per, u.per) AS per, t.per IS NOT NULL OR u.per IS NOT NULL AS has_unit
    FROM kept AS k
    LEFT JOIN told AS t ON t.sheet = k.sheet AND t.line = k.line
    LEFT JOIN usual AS u ON u.indicator_key = k.indicator_key
) AS with_unit;

-- A hair's breadth of floating point is taken off before rounding down and up.
CREATE TEMP TABLE bounded AS
SELECT
    *,
    low_read <= coalesce(people_read, low_read) AND coalesce(people_read, high_read) <= high_read AS fits,
    CASE WHEN fits THEN low_read END AS low,
    CASE WHEN fits THEN high_read END AS high
FROM (
    SELECT
        *,
        CAST(round(people) AS BIGINT) AS people_read,
        CASE WHEN read_as IS NOT NULL THEN greatest(0, CAST(floor(lower_limit * people_per_value + 1e-6) AS BIGINT)) END AS low_read,
        CASE WHEN read_as IS NOT NULL THEN CAST(ceil(upper_limit * people_per_value - 1e-6) AS BIGINT) END AS high_read
    FROM scaled
);
