-- Rows that are no payments: those without a readable amount in pounds, and totals of the rows above them.

CREATE TEMP TABLE aside AS
SELECT
    sheet,
    line,
    CASE
        WHEN amount_written IS NULL THEN 'no amount'
        WHEN NOT in_pounds THEN 'not in pounds'
        ELSE 'amount cannot be read'
    END AS reason,
    CAST(NULL AS BIGINT) AS amount_pence
FROM typed
WHERE amount_pence IS NULL;

-- A row may be a total if its date and payee are blank, or one is and a cell says so: only cells are asked, no headings.
-- A payment with a day and a payee is none, so firms called TOTAL are payees. Where no row has a date, its lack means less.
CREATE TEMP TABLE candidate AS
WITH dated AS (
    SELECT sheet, bool_or(date_written IS NOT NULL) AS has_dates FROM typed GROUP BY sheet
),
asked AS (
    SELECT
        sheet,
        line,
        amount_pence,
        date_written,
        date IS NULL AND (date_written IS NULL OR tp_is_total(date_written)) AS is_undated,
        payee_status = 'blank' AS lacks_payee,
        payee,
        payer_says_total,
        unit,
        purpose,
        document,
        extra
    FROM typed
    WHERE amount_pence IS NOT NULL AND (date IS NULL OR payee_status = 'blank')
),
flagged AS (
    SELECT
        sheet,
        line,
        is_undated,
        lacks_payee OR (is_undated AND tp_is_total(payee)) AS is_unpaid,
        CASE
            WHEN is_undated OR lacks_payee
            THEN
                payer_says_total
                OR coalesce(tp_is_total(date_written), false)
                OR coalesce(is_undated AND tp_is_total(payee), false)
                OR coalesce(tp_is_total(unit), false)
                OR coalesce(tp_is_total(purpose), false)
                OR coalesce(tp_is_total(document), false)
                OR coalesce(
                    extra ILIKE '%total%'
                        AND len(list_filter(json_extract_string(extra, '$.*'), lambda cell: tp_is_total(cell))) > 0,
                    false
                )
            ELSE false
        END AS says_total
    FROM asked
),
summed AS (
    SELECT
        sheet,
        line,
        amount_pence,
        CAST(sum(amount_pence) OVER above - amount_pence AS BIGINT) AS before_pence,
        row_number() OVER above - 1 AS rows_before,
        max(line) OVER (PARTITION BY sheet) AS last_line
    FROM typed
    WHERE amount_pence IS NOT NULL
    WINDOW above AS (PARTITION BY sheet ORDER BY line ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT sheet, line, amount_pence, before_pence, rows_before, is_strong, is_strong AND says_total AS may_round, is_last
FROM (
    SELECT
        *,
        is_undated AND is_unpaid AND (says_total OR has_dates) AS is_strong,
        line = last_line AS is_last
    FROM flagged
    JOIN dated USING (sheet)
    JOIN summed USING (sheet, line)
)
WHERE ((is_undated AND is_unpaid) OR says_total) AND amount_pence <> 0;

-- Only a row that equals the sum since the start, or since another such row, is worth a closer look; so is a last one.
CREATE TEMP TABLE plausible AS
SELECT *, row_number() OVER (PARTITION BY sheet ORDER BY line) AS place
FROM candidate AS c
WHERE c.amount_pence = c.before_pence
    OR c.is_last
    OR c.may_round
    OR EXISTS (
        SELECT 1 FROM candidate AS earlier
        WHERE earlier.sheet = c.sheet AND earlier.line < c.line
            AND earlier.before_pence + earlier.amount_pence = c.before_pence - c.amount_pence
    )
    -- A grand total under subtotals: all rows above add up to twice the sum.
    OR c.before_pence = 2 * c.amount_pence;

-- From the top: a total is the sum of the payments since the start or since an earlier total, earlier totals left out.
-- One that has a date or a payee must be the sum of two payments or more, or it may be one of two equal payments. One
-- that says that it is a total may differ by what rounding makes of its payments: half a penny each.
CREATE TEMP TABLE total AS
WITH RECURSIVE walk AS (
    SELECT
        sheet,
        CAST(0 AS BIGINT) AS place,
        CAST(NULL AS BIGINT) AS line,
        CAST(NULL AS BIGINT) AS amount_pence,
        false AS is_total,
        CAST(0 AS BIGINT) AS off_pence,
        CAST(0 AS BIGINT) AS totals,
        CAST(0 AS BIGINT) AS totals_pence,
        [CAST(0 AS BIGINT)] AS marks_pence,
        [CAST(0 AS BIGINT)] AS marks_rows
    FROM (SELECT DISTINCT sheet FROM plausible)
    UNION ALL
    SELECT
        sheet,
        place,
        line,
        amount_pence,
        is_total,
        amount_pence - (paid_before - marks_pence[mark]),
        totals + CASE WHEN is_total THEN 1 ELSE 0 END,
        totals_pence + CASE WHEN is_total THEN amount_pence ELSE 0 END,
        CASE WHEN is_total THEN list_append(marks_pence, paid_before) ELSE marks_pence END,
        CASE WHEN is_total THEN list_append(marks_rows, paid_rows) ELSE marks_rows END
    FROM (
        SELECT
            walk.sheet,
            p.place,
            p.line,
            p.amount_pence,
            walk.totals,
            walk.totals_pence,
            walk.marks_pence,
            walk.marks_rows,
            p.before_pence - walk.totals_pence AS paid_before,
            p.rows_before - walk.totals AS paid_rows,
            coalesce(
                list_position(walk.marks_pence, paid_before - p.amount_pence),
                CASE
                    WHEN p.may_round
                    THEN list_position(
                        list_transform(
                            walk.marks_pence,
                            lambda sum, place: abs(paid_before - sum - p.amount_pence) * 2 <= paid_rows - walk.marks_rows[place]
                        ),
                        true
                    )
                END
            ) AS mark,
            coalesce(paid_rows - walk.marks_rows[mark] >= CASE WHEN p.is_strong THEN 1 ELSE 2 END, false) AS is_total
        FROM walk
        JOIN plausible AS p ON p.sheet = walk.sheet AND p.place = walk.place + 1
    )
)
SELECT sheet, line, amount_pence, off_pence FROM walk WHERE is_total;

INSERT INTO aside
SELECT sheet, line, 'grand total row', amount_pence FROM total;

INSERT INTO record.set_aside (sheet, line, reason, "rows", amount_pence)
SELECT sheet, line, reason, 1, amount_pence FROM aside;
