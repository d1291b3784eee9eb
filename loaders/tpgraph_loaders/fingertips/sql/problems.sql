-- What is worth saying: one line for each cause and indicator, rows where somebody must look.

INSERT INTO record.problem BY NAME
SELECT sheet, '' AS "column", value, severity, code, tp_counted(said, count(*)) AS sentence, mend
FROM (
    SELECT
        sheet, indicator AS value, 'note' AS severity, 'interval-read' AS code,
        '%d interval{|s} of ''' || replace(indicator, '%', '%%') || ''' {is|are} read as ' || read_as || ', as its numbers imply' AS said,
        '' AS mend
    FROM bounded
    WHERE read_as IS NOT NULL AND fits
    UNION ALL
    SELECT
        sheet, indicator, 'note', 'count-missing',
        '%d figure{|s} of ''' || replace(indicator, '%', '%%') || ''' {has|have} no count: the number of people is unknown, not nought', ''
    FROM bounded
    WHERE people IS NULL AND coalesce(tp_figure(count_written), 0) >= 0
    UNION ALL
    SELECT
        sheet, indicator, 'note', 'calendar-year',
        '%d figure{|s} of ''' || replace(indicator, '%', '%%')
            || ''' {is|are} of a calendar year: each stands in the financial year that begins in it',
        ''
    FROM bounded
    WHERE regexp_full_match(period, '[12][0-9]{3}')
    UNION ALL
    SELECT
        sheet, indicator, 'warning', 'counts-several-years',
        '%d figure{|s} of ''' || replace(indicator, '%', '%%')
            || ''' {counts|count} several years together, which is no number of people in one: {it is|they are} set aside',
        'download the figures of single years'
    FROM alone
    WHERE reason = 'counts several years together'
)
GROUP BY sheet, value, severity, code, said, mend;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'Count' AS "column", count_written AS value, 'warning' AS severity, 'not-a-count' AS code,
    '''' || count_written || ''' is no number of people: it is unknown' AS sentence,
    'look the figure up on Fingertips, and leave the cell empty where it is not known' AS mend
FROM bounded
WHERE people IS NULL AND tp_figure(count_written) < 0
UNION ALL
SELECT
    sheet, line, 'Time period', period, 'warning', 'period-unread',
    '''' || coalesce(period, '') || ''' is no year that can be read: the figure is kept without a year',
    'write a year such as 2020/21'
FROM bounded
WHERE financial_year IS NULL
UNION ALL
SELECT
    sheet, line, 'Area Code', area_code, 'warning', 'area-not-read',
    CASE
        WHEN area_code IS NULL THEN 'no area code: the figure is set aside'
        ELSE '''' || area_code || ''' is neither a GSS code nor one of the NHS: the figure is set aside'
    END,
    'write the nine characters of the GSS code, such as E08000003'
FROM alone
WHERE reason IN ('no area code', 'the area code is no GSS code')
UNION ALL
SELECT
    sheet, line, 'Value', CAST(value AS VARCHAR), 'warning', 'interval-outside-count',
    'the interval gives ' || low_read || ' to ' || high_read || ' people, but ' || coalesce(CAST(people_read AS VARCHAR), 'none')
        || ' are counted: the bounds are left out',
    'look at the unit of the value and its limits'
FROM bounded
WHERE NOT fits
UNION ALL
SELECT
    sheet, line, 'Area Code', area_code, 'warning', 'two-figures',
    'another row, line ' || first_line || ', gives other figures for the same indicator, area, period, sex and age: this one is set aside',
    'keep the row that is right'
FROM judged
WHERE doubled = 'stands twice, with other figures';
