-- Practices, their sites and services, and the bodies that commission them, of which only codes are known.

INSERT INTO record.organisation BY NAME
SELECT
    organisation_record AS record_id,
    code AS source_id,
    sheet,
    line,
    nullif('{' || concat_ws(
        ',', tp_piece('icb', icb), tp_piece('region', region), substring(extra, 2, length(extra) - 2)
    ) || '}', '{}') AS extra,
    code AS id,
    shown AS name,
    'GP practice' AS kind,
    'nhs' AS sector,
    identifier,
    false AS stub,
    false AS mentioned
FROM kept;

CREATE TABLE commissioner AS
SELECT
    commissioner AS code,
    tp_record_id('organisation', commissioner) AS record_id,
    sheet,
    line,
    CASE WHEN regexp_full_match(upper(commissioner), '[A-Z0-9]{3,9}') AND NOT regexp_full_match(commissioner, '0+') THEN 'GB-NHS-' || upper(commissioner) END AS identifier
FROM kept
WHERE commissioner IS NOT NULL AND commissioner NOT IN (SELECT code FROM kept)
QUALIFY row_number() OVER (PARTITION BY commissioner ORDER BY sheet, line) = 1;

INSERT INTO record.organisation BY NAME
SELECT
    record_id, code AS source_id, sheet, line, code AS id, code AS name, 'unknown' AS sector, identifier,
    true AS stub, false AS mentioned
FROM commissioner;

INSERT INTO record.site BY NAME
SELECT
    site_record AS record_id,
    code AS source_id,
    sheet,
    line,
    code AS id,
    shown AS name,
    postcode,
    nullif(concat_ws(', ', address1, address2, address3, address4, address5), '') AS address
FROM kept;

INSERT INTO record.service BY NAME
SELECT
    service_record AS record_id,
    code AS source_id,
    sheet,
    line,
    code AS id,
    shown AS provider,
    shown AS name,
    'General practice' AS description,
    ['General practice'] AS needs,
    open_date AS start,
    commissioner,
    state AS status,
    [shown] AS site,
    organisation_record AS provider_record,
    CASE WHEN commissioner IS NOT NULL THEN tp_record_id('organisation', commissioner) END AS commissioner_record,
    [site_record] AS site_records,
    false AS stub
FROM kept;
