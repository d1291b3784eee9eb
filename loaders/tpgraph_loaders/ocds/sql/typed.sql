-- Landed statements -> typed rows. What does not stand keeps its amount, so that the sums of the file add up.

CREATE TEMP TABLE typed AS
SELECT
    * REPLACE (tp_date(date) AS date, tp_date(ends) AS ends),
    date AS date_written,
    ends AS ends_written,
    upper(trim(coalesce(currency, ''))) = 'GBP' AS in_pounds,
    CASE WHEN in_pounds THEN tp_pence(amount) END AS amount_pence,
    coalesce(
        reason,
        CASE
            WHEN amount IS NULL THEN 'no amount'
            WHEN currency IS NULL THEN 'an amount without a currency'
            WHEN NOT in_pounds THEN 'not in pounds'
            WHEN amount_pence IS NULL THEN 'the amount cannot be read'
        END
    ) AS aside
FROM landed.statements;

INSERT INTO record.money_read
SELECT sheet, line, amount_pence FROM typed WHERE amount_pence IS NOT NULL;

INSERT INTO record.set_aside BY NAME
SELECT sheet, line, aside AS reason, 1 AS "rows", amount_pence FROM typed WHERE aside IS NOT NULL;

INSERT INTO record.taken
SELECT sheet, line, amount_pence FROM typed WHERE aside IS NULL;
