-- Funders and recipients of the grants, one row a body by its id, else by its name.

-- A body may be named on thousands of rows: each of its spellings is looked at once, on its first row.
CREATE TEMP TABLE spelling AS
SELECT payer_record AS record, payer_id AS id, payer AS name, true AS is_payer, min(ordinal) AS ordinal, count(*) AS grants
FROM whole
GROUP BY payer_record, payer_id, payer
UNION ALL
SELECT payee_record, payee_id, payee, false, min(ordinal), count(*)
FROM whole
WHERE payee_status = 'known'
GROUP BY payee_record, payee_id, payee;

CREATE TEMP TABLE body_row AS
SELECT
    s.*, g.sheet, g.line,
    CASE WHEN is_payer THEN g.funder_charity ELSE g.recipient_charity END AS charity,
    CASE WHEN is_payer THEN g.funder_company ELSE g.recipient_company END AS company,
    CASE WHEN is_payer THEN g.funder_kind ELSE g.recipient_kind END AS kind,
    CASE WHEN is_payer THEN g.funder_url ELSE g.recipient_url END AS url,
    CASE WHEN NOT is_payer THEN g.recipient_city END AS city,
    CASE WHEN NOT is_payer THEN g.recipient_code END AS code,
    CASE WHEN NOT is_payer THEN g.recipient_location END AS location
FROM spelling AS s
JOIN landed.grants AS g ON g.ordinal = s.ordinal;

-- The name that most grants give; the first of equals.
CREATE TEMP TABLE body_name AS
SELECT record, list(name ORDER BY grants DESC, ordinal) AS names
FROM (
    SELECT record, name, sum(grants) AS grants, min(ordinal) AS ordinal
    FROM body_row WHERE name IS NOT NULL GROUP BY record, name
)
GROUP BY record;

CREATE TEMP TABLE body AS
SELECT
    record,
    arg_min(sheet, ordinal) AS sheet,
    arg_min(line, ordinal) AS line,
    arg_min(id, ordinal) AS id,
    arg_min(charity, ordinal) AS charity,
    arg_min(company, ordinal) AS company,
    arg_min(kind, ordinal) AS kind,
    arg_min(url, ordinal) AS url,
    coalesce(
        arg_min(code, ordinal) FILTER (tp_is_gss(code)), arg_min(city, ordinal), arg_min(location, ordinal)
    ) AS place
FROM body_row
GROUP BY record;

INSERT INTO record.organisation BY NAME
SELECT
    body.record AS record_id,
    coalesce(body.id, body_name.names[1]) AS source_id,
    body.sheet,
    body.line,
    nullif(
        '{' || concat_ws(
            ',',
            tp_piece('charity_number', body.charity),
            tp_piece('company_number', body.company),
            tp_piece('other_names', CASE WHEN len(names) > 1 THEN names[2:] END)
        ) || '}',
        '{}'
    ) AS extra,
    body.id,
    coalesce(body_name.names[1], body.id) AS name,
    body.kind,
    -- A body without an id, or with the publisher's own, is known by its charity or company number, where that is one.
    CASE
        WHEN body.id IS NULL OR known.standing = 'local'
        THEN coalesce(charity.identifier, company.identifier, known.identifier)
        ELSE known.identifier
    END AS identifier,
    body.place,
    body.url AS website,
    body_name.names IS NULL AS stub,
    true AS mentioned
FROM body
LEFT JOIN body_name ON body_name.record = body.record
LEFT JOIN landed._identifier AS known ON known.written = body.id
LEFT JOIN landed._number AS charity ON charity.kind = 'charity' AND charity.written = body.charity
LEFT JOIN landed._number AS company ON company.kind = 'company' AND company.written = body.company;
