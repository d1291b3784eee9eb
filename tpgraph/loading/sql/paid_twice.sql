-- The same payment twice: every cell equal, the number of the document among them. Lines without a number are often
-- equal in a ledger. A payment and its reversal differ in their amounts.

CREATE TEMP TABLE twin AS
SELECT alikes.*, payments, count(*) OVER (PARTITION BY source) AS twins
FROM (
    SELECT
        tp_source(sheet) AS source, sheet, line, document, amount_pence,
        first(sheet) OVER alikes AS first_sheet,
        first(line) OVER alikes AS first_line,
        row_number() OVER alikes AS place
    FROM finished.alike
    WHERE amount_pence <> 0
    WINDOW alikes AS (
        PARTITION BY
            tp_source(sheet), document, amount_pence, payer, payee, payee_status, financial_year, date, basis, capital,
            purpose, unit, extra
        ORDER BY sheet, line
    )
) AS alikes
JOIN (SELECT tp_source(sheet) AS source, count(*) AS payments FROM finished.flow GROUP BY ALL) USING (source)
WHERE place > 1;

INSERT INTO record.problem BY NAME
SELECT
    -- The number itself may look like a telephone's and would be blotted out.
    sheet, line, tp_heading(sheet, ['amount_pence', 'amount'], 'amount') AS "column", tp_pounds(amount_pence) AS value,
    'warning' AS severity, 'paid-twice' AS code,
    'the same payment, with the same document number, stands on line ' || first_line
        || CASE WHEN first_sheet = sheet THEN '' ELSE ' of ' || tp_plain_sheet(first_sheet) END || ' already' AS sentence,
    'look whether it was listed or paid twice' AS mend
FROM twin
WHERE twins <= greatest(20, payments / 100);

-- Where they are many, the publisher lists equal lines of one invoice: a warning for each would drown the others.
INSERT INTO record.problem BY NAME
SELECT
    sheet, line, tp_heading(sheet, ['amount_pence', 'amount'], 'amount') AS "column", tp_pounds(amount_pence) AS value,
    'note' AS severity, 'equal-lines' AS code,
    printf('%d of %d payments repeat another to the document number, ', twins, payments) || tp_pounds(pence)
        || ' in all: equal lines of one invoice, it seems; the largest stands here' AS sentence,
    'ask the publisher whether these are lines of one invoice' AS mend
FROM (
    SELECT *, CAST(sum(amount_pence) OVER (PARTITION BY source) AS BIGINT) AS pence
    FROM twin
    WHERE twins > greatest(20, payments / 100)
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY abs(amount_pence) DESC, sheet, line) = 1
);
