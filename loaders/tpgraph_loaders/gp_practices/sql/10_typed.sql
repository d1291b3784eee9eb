-- Landed text -> typed rows, one a prescribing cost centre.

CREATE MACRO tp_piece(key, value) AS '"' || key || '":' || CAST(to_json(value) AS VARCHAR);

-- 20010401, as the service writes days.
CREATE MACRO tp_day(written) AS
    CASE
        WHEN regexp_full_match(written, '\d{8}') THEN tp_date(written[1:4] || '-' || written[5:6] || '-' || written[7:8])
        ELSE tp_date(written)
    END;

CREATE TABLE typed AS
SELECT
    *,
    CASE upper(status)
        WHEN 'A' THEN 'active' WHEN 'ACTIVE' THEN 'active'
        WHEN 'C' THEN 'closed' WHEN 'CLOSED' THEN 'closed' WHEN 'INACTIVE' THEN 'closed'
        WHEN 'D' THEN 'inactive' WHEN 'DORMANT' THEN 'inactive'
        WHEN 'P' THEN 'planned' WHEN 'PROPOSED' THEN 'planned'
        ELSE 'unknown'
    END AS state,
    -- 4 until 2024; since then the role RO76, alone or beside others.
    coalesce(setting IN ('4', '04') OR regexp_matches(setting, '\bRO76\b'), false) AS is_practice,
    tp_day(opened) AS open_date,
    tp_day(closed) AS close_date,
    CASE WHEN regexp_full_match(upper(code), '[A-Z0-9]{3,9}') AND NOT regexp_full_match(code, '0+') THEN 'GB-NHS-' || upper(code) END AS identifier,
    -- What is left where a doctor's name was taken out.
    coalesce(name, 'GP practice ' || code) AS shown,
    tp_record_id('organisation', code) AS organisation_record,
    tp_record_id('service', code) AS service_record,
    tp_record_id('site', code) AS site_record,
    row_number() OVER (PARTITION BY code ORDER BY sheet, line) AS place
FROM landed.practices;

CREATE TABLE accounted AS
SELECT
    sheet,
    line,
    CASE
        WHEN code IS NULL THEN 'no organisation code'
        WHEN place > 1 THEN 'repeats a practice'
        WHEN NOT is_practice THEN 'prescribes in another setting than a GP practice'
        WHEN state = 'closed' THEN 'closed'
    END AS reason
FROM typed;

CREATE TABLE kept AS
SELECT typed.*
FROM typed
JOIN accounted ON accounted.sheet = typed.sheet AND accounted.line = typed.line
WHERE accounted.reason IS NULL;

INSERT INTO record.taken
SELECT sheet, line, NULL FROM kept;

INSERT INTO record.set_aside BY NAME
SELECT sheet, line, reason, 1 AS rows FROM accounted WHERE reason IS NOT NULL;
