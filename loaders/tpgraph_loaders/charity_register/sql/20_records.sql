-- Charities, and a record for each other name: equal identifiers make them one body that is also known as.

INSERT INTO record.organisation BY NAME
SELECT
    kept.record_id,
    kept.number AS source_id,
    kept.sheet,
    kept.line,
    nullif('{' || concat_ws(
        ',',
        tp_piece('income_pence', income_pence),
        tp_piece('expenditure_pence', expenditure_pence),
        tp_piece('year_end', ended),
        tp_piece('registered', registered),
        tp_piece('company_number', company),
        CASE WHEN lower(insolvent) IN ('true', '1') THEN tp_piece('insolvent', true) END,
        CASE WHEN lower(in_administration) IN ('true', '1') THEN tp_piece('in_administration', true) END,
        tp_piece('activities', activities),
        tp_piece('what', classes.what),
        tp_piece('who', classes.who),
        tp_piece('how', classes.how),
        tp_piece('areas', areas.areas)
    ) || '}', '{}') AS extra,
    kept.number AS id,
    kept.name,
    coalesce('charity: ' || lower(kept.kind), 'charity') AS kind,
    'voluntary' AS sector,
    kept.identifier,
    CASE WHEN website NOT LIKE '%@%' THEN website END AS website,
    false AS stub,
    false AS mentioned
FROM kept
LEFT JOIN areas ON areas.organisation_number = kept.organisation_number
LEFT JOIN classes ON classes.organisation_number = kept.organisation_number;

INSERT INTO record.organisation BY NAME
SELECT
    record_id,
    number || '/' || coalesce(name_id, CAST(line AS VARCHAR)) AS source_id,
    sheet,
    line,
    '{' || concat_ws(',', tp_piece('name_of', number), tp_piece('kind_of_name', kind)) || '}' AS extra,
    name,
    'voluntary' AS sector,
    identifier,
    false AS stub,
    -- The registered name goes before.
    true AS mentioned
FROM named
WHERE main_record IS NOT NULL AND identifier IS NOT NULL AND name IS NOT NULL AND NOT is_same AND place = 1;

CREATE TABLE accounted AS
SELECT sheet, line, CASE WHEN place > 1 THEN 'repeats a charity' WHEN name IS NULL THEN 'no name' END AS reason
FROM typed
UNION ALL
SELECT
    area.sheet, area.line,
    CASE WHEN area.area IS NULL THEN 'no area' WHEN kept.record_id IS NULL THEN 'of a charity that is not kept' END
FROM landed.area AS area
LEFT JOIN kept ON kept.organisation_number = area.organisation_number
UNION ALL
SELECT
    class.sheet, class.line,
    CASE WHEN class.description IS NULL THEN 'no classification' WHEN kept.record_id IS NULL THEN 'of a charity that is not kept' END
FROM landed.classification AS class
LEFT JOIN kept ON kept.organisation_number = class.organisation_number
UNION ALL
SELECT
    sheet, line,
    CASE
        WHEN main_record IS NULL THEN 'of a charity that is not kept'
        WHEN name IS NULL THEN 'no name'
        WHEN is_same THEN 'the registered name again'
        WHEN place > 1 THEN 'repeats a name'
        WHEN identifier IS NULL THEN 'the name of a charity without a sound number'
    END
FROM named;

INSERT INTO record.taken
SELECT sheet, line, NULL FROM accounted WHERE reason IS NULL;

INSERT INTO record.set_aside BY NAME
SELECT sheet, line, reason, 1 AS rows FROM accounted WHERE reason IS NOT NULL;
