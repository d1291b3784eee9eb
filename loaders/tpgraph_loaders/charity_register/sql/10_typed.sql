-- Landed text -> typed rows, one a charity; and what the other tables say of it, as lists.

CREATE MACRO tp_piece(key, value) AS '"' || key || '":' || CAST(to_json(value) AS VARCHAR);

CREATE TABLE typed AS
SELECT
    charity.*,
    known.identifier,
    tp_record_id('organisation', number) AS record_id,
    tp_date(year_end) AS ended,
    tp_date(registered_on) AS registered,
    -- Whole pounds in the extract; a figure, not a flow of money.
    tp_pence(income) AS income_pence,
    tp_pence(expenditure) AS expenditure_pence,
    row_number() OVER (PARTITION BY number ORDER BY sheet, line) AS place
FROM landed.charity
LEFT JOIN landed._identifier AS known ON known.kind = 'number' AND known.written = charity.number;

CREATE TABLE kept AS
SELECT * FROM typed WHERE place = 1 AND name IS NOT NULL;

CREATE TABLE areas AS
SELECT organisation_number, list_sort(list_distinct(list(area))) AS areas
FROM landed.area
WHERE area IS NOT NULL
GROUP BY organisation_number;

CREATE TABLE classes AS
SELECT
    organisation_number,
    list_sort(list_distinct(list(description) FILTER (lower(kind) = 'what'))) AS what,
    list_sort(list_distinct(list(description) FILTER (lower(kind) = 'who'))) AS who,
    list_sort(list_distinct(list(description) FILTER (lower(kind) = 'how'))) AS how
FROM landed.classification
WHERE description IS NOT NULL
GROUP BY organisation_number;

-- Other names, each once; the registered name again is none.
CREATE TABLE named AS
SELECT
    other.*,
    kept.record_id AS main_record,
    kept.number,
    kept.identifier,
    tp_record_id('organisation', kept.number || ' ' || tp_fold(other.name)) AS record_id,
    tp_fold(other.name) = tp_fold(kept.name) AS is_same,
    row_number() OVER (PARTITION BY kept.number, tp_fold(other.name) ORDER BY other.sheet, other.line) AS place
FROM landed.other_name AS other
LEFT JOIN kept ON kept.organisation_number = other.organisation_number;
