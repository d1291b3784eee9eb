-- The same payment twice: every cell equal, the number of the document among them. Lines without a number are often
-- equal in a ledger. A payment and its reversal differ in their amounts.

INSERT INTO record.problem BY NAME
SELECT
    -- The number itself may look like a telephone's and would be blotted out.
    sheet, line, tp_heading(sheet, ['amount_pence', 'amount'], 'amount') AS "column", tp_pounds(amount_pence) AS value,
    'warning' AS severity, 'paid-twice' AS code,
    'the same payment, with the same document number, stands on line ' || first_line
        || CASE WHEN first_sheet = sheet THEN '' ELSE ' of ' || first_sheet END || ' already' AS sentence,
    'look whether it was listed or paid twice' AS mend
FROM (
    SELECT
        sheet, line, document, amount_pence,
        first(sheet) OVER alikes AS first_sheet,
        first(line) OVER alikes AS first_line,
        row_number() OVER alikes AS place
    FROM finished.alike
    WHERE amount_pence <> 0
    WINDOW alikes AS (
        PARTITION BY
            document, amount_pence, payer, payee, payee_status, financial_year, date, basis, capital, purpose, unit, extra
        ORDER BY sheet, line
    )
)
WHERE place > 1;
