-- Landed text -> typed rows. The macros are those of tpgraph/loading/macros.sql; NULL = blank, or not readable.
CREATE TABLE typed AS
SELECT
    s.*,
    tp_pence("grant") AS grant_pence,
    tp_date(paid_on) AS date,
    CASE WHEN regexp_full_match(replace(visits, ',', ''), '[0-9]{1,9}') THEN CAST(replace(visits, ',', '') AS BIGINT) END AS people,
    coalesce(b.is_person, false) AS is_person,
    tp_record_id('organisation', tp_fold(run_by)) AS body_record,
    tp_record_id('site', tp_fold(venue)) AS site_record,
    tp_record_id('service', tp_fold(venue)) AS service_record,
    -- One venue may stand on two rows with two grants: it is one place, and each row is a grant of its own.
    row_number() OVER (PARTITION BY tp_fold(venue) ORDER BY s.sheet, s.line) = 1 AS is_first,
    row_number() OVER (PARTITION BY tp_fold(venue), run_by, "grant", paid_on ORDER BY s.sheet, s.line) AS occurrence
FROM landed.spaces AS s
LEFT JOIN landed._body AS b ON b.name = s.run_by;

-- Every row ends in `taken` or in `set_aside`, exactly once, and so does every readable penny: tpgraph adds them up.
INSERT INTO record.money_read SELECT sheet, line, grant_pence FROM typed WHERE grant_pence IS NOT NULL;

INSERT INTO record.taken SELECT sheet, line, grant_pence FROM typed WHERE venue IS NOT NULL;

INSERT INTO record.set_aside (sheet, line, reason, "rows", amount_pence)
SELECT sheet, line, 'no venue', 1, grant_pence FROM typed WHERE venue IS NULL;

-- A person who runs a place is no body, and only 'an individual' is kept of the name.
INSERT INTO record.organisation BY NAME
SELECT body_record AS record_id, sheet, line, run_by AS name, 'unknown' AS sector, false AS stub, true AS mentioned
FROM typed
WHERE venue IS NOT NULL AND run_by IS NOT NULL AND NOT is_person
QUALIFY row_number() OVER (PARTITION BY body_record ORDER BY sheet, line) = 1;

INSERT INTO record.site BY NAME
SELECT site_record AS record_id, sheet, line, venue AS name, postcode, ward AS place, 'unknown' AS use
FROM typed WHERE venue IS NOT NULL AND is_first;

INSERT INTO record.service BY NAME
SELECT
    service_record AS record_id, sheet, line, extra, 'Warm space at ' || venue AS name, opening, people AS people_per_year,
    CASE WHEN ward IS NOT NULL THEN [ward] END AS places, [venue] AS site, [site_record] AS site_records,
    CASE WHEN NOT is_person THEN run_by END AS provider, CASE WHEN NOT is_person THEN body_record END AS provider_record,
    ['Keeping warm'] AS needs, 'unknown' AS status, false AS stub
FROM typed WHERE venue IS NOT NULL AND is_first;

INSERT INTO record.flow BY NAME
SELECT
    tp_record_id('flow', concat_ws(chr(31), tp_fold(venue), run_by, grant_pence, date, occurrence)) AS record_id,
    sheet, line, getvariable('publisher') AS payer,
    tp_record_id('organisation', tp_fold(getvariable('publisher'))) AS payer_record,
    CASE WHEN is_person THEN 'an individual' ELSE run_by END AS payee,
    CASE WHEN run_by IS NULL THEN 'blank' WHEN is_person THEN 'individual' ELSE 'known' END AS payee_status,
    CASE WHEN NOT is_person AND run_by IS NOT NULL THEN body_record END AS payee_record,
    grant_pence AS amount_pence, date, tp_year_of(date) AS financial_year, 'award' AS basis, 'unknown' AS capital,
    'Warm space at ' || venue AS purpose, 'Warm space at ' || venue AS service, service_record, ward AS place,
    'recorded' AS how_sure
FROM typed WHERE venue IS NOT NULL AND grant_pence IS NOT NULL;

-- The body that publishes pays, so it is a body too.
INSERT INTO record.organisation BY NAME
SELECT payer_record AS record_id, sheet, line, payer AS name, 'unknown' AS sector, false AS stub, true AS mentioned
FROM record.flow WHERE payer_record NOT IN (SELECT record_id FROM record.organisation)
QUALIFY row_number() OVER (ORDER BY sheet, line) = 1;

-- What is wrong, where, and the mend. Each code stands in codes.toml with why it matters.
INSERT INTO record.problem BY NAME
SELECT sheet, line, 'Venue' AS "column", '' AS value, 'error' AS severity, 'no-venue' AS code,
    'the row has no venue: it is set aside' AS sentence, 'fill in the venue' AS mend
FROM typed WHERE venue IS NULL
UNION ALL
SELECT sheet, line, 'Visits', visits, 'warning', 'bad-visits',
    '''' || visits || ''' is not a whole number: visits count as unknown', 'write a number such as 1200'
FROM typed WHERE visits IS NOT NULL AND people IS NULL
UNION ALL
SELECT sheet, line, 'Grant', "grant", 'warning', 'bad-grant',
    '''' || "grant" || ''' is not an amount: the place is loaded without its money', 'write pounds such as 1,234.56'
FROM typed WHERE "grant" IS NOT NULL AND grant_pence IS NULL;
