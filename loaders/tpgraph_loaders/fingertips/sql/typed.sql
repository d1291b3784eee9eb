-- Landed text -> figures, each with its years, and the rows that are not loaded.

-- A blank, *, - or [c] is unknown and never zero.
CREATE TEMP MACRO tp_figure(written) AS
    CASE
        WHEN regexp_full_match(replace(written, ',', ''), '-?[0-9]{1,15}(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?')
        THEN CAST(replace(written, ',', '') AS DOUBLE)
    END;

-- 2020/21, 2020/21 Q3 and 2020-21 are financial years; 2020 shares nine months with 2020-21; Nov 2020 lies in one.
CREATE TEMP MACRO tp_period_year(period) AS
    CASE
        WHEN regexp_full_match(period, '[12][0-9]{3}') THEN tp_year_text(CAST(period AS INTEGER))
        WHEN regexp_matches(period, '^[12][0-9]{3}[/-][0-9]{2}( Q[1-4])?$') THEN tp_year(left(period, 7))
        WHEN regexp_matches(period, '^[A-Z][a-z]{2,8} [12][0-9]{3}$') THEN tp_year_of(tp_date('1 ' || period))
    END;

-- 2016 - 18 and 2016/17 - 18/19 count several years together; 2019-20 is one financial year.
CREATE TEMP MACRO tp_is_pooled(period) AS
    regexp_full_match(period, '[12][0-9]{3}(/[0-9]{2})?\s*[-–]\s*([12][0-9])?[0-9]{2}(/[0-9]{2})?')
    AND tp_period_year(period) IS NULL;

-- A practice A81005, a primary care network U12345, a trust RXA or RXA01, a sub-ICB location 00L, a board QHM.
CREATE TEMP MACRO tp_is_nhs_code(written) AS regexp_full_match(written, '[A-Z][0-9]{5}|[0-9A-Z]{3}|[RT][0-9A-Z]{4}');

CREATE TEMP TABLE figure AS
SELECT
    f.sheet,
    f.line,
    coalesce(f.indicator_id, f.indicator) AS indicator_key,
    f.indicator_id,
    f.indicator,
    upper(f.area_code) AS area_code,
    f.area_name,
    coalesce(a.is_gss, false) AS is_gss,
    CASE WHEN lower(f.sex) IN ('persons', 'not applicable', 'all') THEN NULL ELSE f.sex END AS sex,
    CASE WHEN lower(f.age) IN ('all ages', 'not applicable', 'all') THEN NULL ELSE f.age END AS age,
    f.category_type,
    f.category,
    f.period,
    tp_period_year(f.period) AS financial_year,
    tp_is_pooled(f.period) AS is_pooled,
    tp_figure(f.value) AS value,
    tp_figure(f.lower) AS lower_limit,
    tp_figure(f.upper) AS upper_limit,
    f.count AS count_written,
    CASE WHEN tp_figure(f.count) >= 0 THEN tp_figure(f.count) END AS people,
    CASE WHEN tp_figure(f.denominator) > 0 THEN tp_figure(f.denominator) END AS denominator,
    f.value_note,
    f.extra
FROM landed.figures AS f
LEFT JOIN landed._area AS a ON a.code = f.area_code;

-- Rows that could be loaded by themselves; what follows asks which of them say the same.
CREATE TEMP TABLE alone AS
SELECT
    *,
    CASE
        WHEN indicator IS NULL THEN 'no indicator name'
        WHEN area_code IS NULL THEN 'no area code'
        WHEN NOT is_gss AND tp_is_nhs_code(area_code)
        THEN 'the area has a code of the NHS alone (a practice, trust or network): it is no place'
        WHEN NOT is_gss THEN 'the area code is no GSS code'
        WHEN category_type IS NOT NULL OR category IS NOT NULL THEN 'a part of a split by category'
        WHEN is_pooled THEN 'counts several years together'
    END AS reason
FROM figure;

-- Fingertips lists an area once under each of its parents.
CREATE TEMP TABLE standing AS
SELECT
    *,
    row_number() OVER same AS place,
    first_value(line) OVER same AS first_line,
    first_value(people) OVER same IS NOT DISTINCT FROM people
        AND first_value(value) OVER same IS NOT DISTINCT FROM value AS agrees
FROM alone
WHERE reason IS NULL
WINDOW same AS (
    PARTITION BY indicator_key, area_code, period, coalesce(sex, ''), coalesce(age, '') ORDER BY sheet, line
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
);

-- Where persons are counted, men and women are parts of them; so are ages of all ages.
CREATE TEMP TABLE judged AS
SELECT
    *,
    CASE
        WHEN place > 1 AND agrees THEN 'stands twice, under another parent'
        WHEN place > 1 THEN 'stands twice, with other figures'
        WHEN sex IS NOT NULL AND persons THEN 'a part of a split by sex: persons are loaded'
        WHEN age IS NOT NULL AND ages THEN 'a part of a split by age: all ages are loaded'
    END AS doubled
FROM (
    SELECT
        *,
        bool_or(sex IS NULL) OVER (PARTITION BY indicator_key, area_code, period, coalesce(age, '')) AS persons,
        bool_or(age IS NULL) OVER (PARTITION BY indicator_key, area_code, period, coalesce(sex, '')) AS ages
    FROM standing
);

INSERT INTO record.set_aside (sheet, line, reason, "rows")
SELECT sheet, line, reason, 1 FROM alone WHERE reason IS NOT NULL
UNION ALL
SELECT sheet, line, doubled, 1 FROM judged WHERE doubled IS NOT NULL;

CREATE TEMP TABLE kept AS SELECT * EXCLUDE (reason, doubled) FROM judged WHERE doubled IS NULL;
