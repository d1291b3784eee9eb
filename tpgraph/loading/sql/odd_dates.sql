-- Dates of financial years that lie far from those of the others.

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, tp_heading(sheet, ['date', 'award_date', 'starts', 'start'], 'date') AS "column", date AS value,
    'warning' AS severity, 'date-outside-file' AS code,
    'the date ' || date || ' lies years away from the others, which are of ' || others AS sentence,
    'look whether the year is right' AS mend
FROM finished.flow AS f
JOIN finished.odd_year AS odd
    ON odd.source = tp_source(f.sheet) AND odd.financial_year = f.financial_year AND odd.is_paid = (f.basis IN ('payment', 'receipt', 'outturn'))
WHERE date IS NOT NULL;
