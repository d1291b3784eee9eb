-- Landed text -> typed rows, one a statement of an agreement.

CREATE TEMP MACRO tr_said(written) AS
    CASE
        WHEN NOT regexp_full_match(
            lower(trim(written)),
            '[^a-z0-9]*|[^a-z]*(tbc|tba|tbd|to be (confirmed|determined|agreed)|n/?a|not (applicable|known|available|stated|disclosed)|unknown|'
            || 'various|variable|varies|commercially sensitive|confidential|withheld|redacted|exempt|none|null|see .*|'
            || '(schedule of |based on )?rates?( based)?|as (and when )?required|spot purchase|demand led)[^a-z]*'
        )
        THEN trim(written)
    END;

-- "£12,000 per annum" is a year's value, whatever the heading says.
CREATE TEMP MACRO tr_yearly() AS '(?i)[\s(]*(per annum|p\.?\s?a\.?|per year|a year|annually|annual|each year|/\s?(yr|year|annum))[\s.)]*$';
CREATE TEMP MACRO tr_is_yearly(said) AS coalesce(regexp_matches(said, tr_yearly()), false);
CREATE TEMP MACRO tr_figures(said) AS regexp_replace(said, tr_yearly(), '', 'g');

-- A date, or the date at the head of a cell that says more: "31/03/2026 (option to extend 2 years)".
CREATE TEMP MACRO tr_day(written) AS
    coalesce(
        tp_date(written),
        tp_date(regexp_extract(trim(written), '^(\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4})\b.+', 1))
    );
CREATE TEMP MACRO tr_is_open(written) AS
    regexp_matches(
        lower(written),
        'ongoing|on-going|rolling|open[ -]?end|continuous|indefinite|perpetu|no end|until further|permanent|evergreen|tbc|tba|n/?a\b|not applicable|^\W*$'
    );

CREATE TEMP TABLE typed AS
WITH said AS (
    SELECT
        * EXCLUDE (total, either, annual),
        total AS total_written, either AS either_written, annual AS annual_written,
        tr_said(total) AS total, tr_said(either) AS either, tr_said(annual) AS annual,
        upper(coalesce(currency, 'GBP')) IN ('GBP', '£', 'STERLING', 'POUNDS') AS in_pounds
    FROM landed.agreements
),
chosen AS (
    SELECT
        *,
        CASE WHEN NOT tr_is_yearly(total) THEN total END AS whole,
        CASE WHEN NOT tr_is_yearly(either) THEN either END AS undecided,
        tr_figures(coalesce(annual, CASE WHEN tr_is_yearly(total) THEN total END, CASE WHEN tr_is_yearly(either) THEN either END)) AS yearly
    FROM said
),
read AS (
    SELECT
        *,
        coalesce(whole, undecided, yearly) AS amount_written,
        CASE WHEN whole IS NOT NULL THEN 'length' WHEN undecided IS NOT NULL THEN 'length or year' WHEN yearly IS NOT NULL THEN 'year' END AS amount_is,
        CASE
            WHEN whole IS NOT NULL THEN 'total' WHEN undecided IS NOT NULL THEN 'either'
            WHEN annual IS NOT NULL THEN 'annual' WHEN total IS NOT NULL THEN 'total' WHEN either IS NOT NULL THEN 'either'
        END AS amount_field,
        CASE WHEN in_pounds THEN tp_pence(yearly) END AS annual_pence,
        tr_day("start") AS start_read,
        tr_day("end") AS end_read,
        tr_day(awarded) AS awarded_day,
        TRY_CAST(period_months AS INTEGER) AS for_months,
        coalesce(tp_year("year"), period_year) AS year_read
    FROM chosen
)
SELECT
    read.*,
    CASE WHEN in_pounds THEN tp_pence(amount_written) END AS amount_pence,
    coalesce(start_read, period_start) AS starts,
    coalesce(
        end_read, period_end,
        -- A length with a first day has a last day.
        CASE
            WHEN coalesce(start_read, awarded_day) IS NOT NULL AND for_months BETWEEN 1 AND 600
            THEN CAST(CAST(CAST(coalesce(start_read, awarded_day) AS DATE) + to_months(for_months) - INTERVAL 1 DAY AS DATE) AS VARCHAR)
        END
    ) AS ends,
    CASE getvariable('basis') WHEN 'award' THEN coalesce(awarded_day, starts) ELSE coalesce(starts, awarded_day) END AS date,
    coalesce(year_read, tp_year_of(date)) AS financial_year,
    coalesce(nullif(title, ''), description) AS named,
    coalesce(payer.body, '') = '' AS payer_blank,
    coalesce(tp_is_initials(payer.body, getvariable('payer')), false) AS payer_initials,
    -- Who pays where no column says so stands in the variable `payer`, null where nobody knows.
    CASE WHEN payer_blank OR payer_initials THEN getvariable('payer') ELSE payer.body END AS payer_name,
    tp_record_id('organisation', tp_fold(payer_name)) AS payer_record,
    payer.identifier AS payer_identifier
FROM read
LEFT JOIN landed._payer AS payer ON payer.payer = read.payer;

INSERT INTO record.money_read
SELECT sheet, line, amount_pence FROM typed WHERE amount_pence IS NOT NULL;
