-- Every row of the package once: loaded, or set aside with the reason. Objects inside other objects are part of their row.

-- Rows that are a thing: the first with its id is loaded.
CREATE TABLE stage.account AS
SELECT sheet, line, nested,
    CASE
        WHEN key IS NULL THEN 'an organisation without id and name'
        WHEN place > 1 THEN 'repeats an organisation'
    END AS reason
FROM stage.organization_rows
UNION ALL
SELECT sheet, line, nested,
    CASE
        WHEN key IS NULL AND organization_id IS NULL THEN 'a service without id and name'
        WHEN key IS NULL THEN 'a service without id and name: only the id of its organisation'
        WHEN place > 1 THEN 'repeats a service'
    END
FROM stage.service_rows
UNION ALL
SELECT sheet, line, nested,
    CASE WHEN key IS NULL THEN 'a location without id and name' WHEN place > 1 THEN 'repeats a location' END
FROM stage.location_rows
UNION ALL
SELECT rows.sheet, rows.line, rows.nested,
    CASE
        WHEN rows.key IS NULL THEN 'a term without id, code and name'
        WHEN rows.place > 1 THEN 'repeats a term'
        WHEN role.role <> 'need' AND used.term_key IS NULL THEN 'a client group or condition that no service has'
        WHEN role.role = 'need' AND term.name IS NULL THEN 'a term without a name'
    END
FROM stage.term_rows AS rows
LEFT JOIN stage.named_term AS term ON term.key = rows.key
LEFT JOIN stage.term_role AS role ON role.key = rows.key
LEFT JOIN (SELECT DISTINCT term_key FROM stage.term_link WHERE has_service) AS used ON used.term_key = rows.key
UNION ALL
SELECT rows.sheet, rows.line, rows.nested,
    CASE
        WHEN rows.key IS NULL THEN 'a taxonomy without id and name'
        WHEN rows.place > 1 THEN 'repeats a taxonomy'
        WHEN used.taxonomy_id IS NULL THEN 'a taxonomy without a term in the package'
    END
FROM stage.vocabulary_rows AS rows
LEFT JOIN (SELECT DISTINCT taxonomy_id FROM stage.term) AS used ON used.taxonomy_id = rows.id
-- Rows that hang on another.
UNION ALL
SELECT rows.sheet, rows.line, rows.nested,
    CASE
        WHEN rows.key IS NULL THEN 'a link without service or location'
        WHEN rows.place > 1 THEN 'repeats a link'
        WHEN location.key IS NULL THEN 'links to a location that is not in the package'
    END
FROM stage.service_at_location_rows AS rows
LEFT JOIN stage.location AS location ON location.key = rows.location_id
UNION ALL
SELECT rows.sheet, rows.line, rows.nested,
    CASE
        WHEN rows.place > 1 THEN 'repeats an address'
        WHEN rows.location_id IS NULL AND rows.organization_id IS NOT NULL THEN 'an address of an organisation, not of a location'
        WHEN rows.location_id IS NULL THEN 'an address of nothing'
        WHEN location.key IS NULL THEN 'an address of a location that is not in the package'
    END
FROM stage.address_rows AS rows
LEFT JOIN stage.location AS location ON location.key = rows.location_id
UNION ALL
SELECT sheet, line, nested,
    CASE
        WHEN NOT has_service AND service_key IS NOT NULL THEN 'a term of a service that is not in the package'
        WHEN NOT has_service THEN 'a term of something that is no service'
        WHEN term_key IS NULL THEN 'links to a term that is not in the package'
        WHEN place > 1 THEN 'repeats a link'
    END
FROM stage.term_link WHERE landed_in <> 'services'
UNION ALL
SELECT sheet, line, nested, 'a link without a term' FROM landed.term_links WHERE term_id IS NULL
UNION ALL
SELECT rows.sheet, rows.line, rows.nested,
    CASE
        WHEN rows.place > 1 THEN 'repeats an eligibility'
        WHEN service.key IS NULL THEN 'eligibility of a service that is not in the package'
    END
FROM stage.eligibility_rows AS rows
LEFT JOIN stage.service AS service ON service.key = rows.service_id
UNION ALL
SELECT rows.sheet, rows.line, rows.nested,
    CASE
        WHEN rows.place > 1 THEN 'repeats an area'
        WHEN service.key IS NULL THEN 'the area of a service that is not in the package'
        WHEN area.place IS NULL THEN 'an area without a name'
        WHEN area.is_sentence AND area.place = area.name THEN 'tells the area in a sentence: not the name of a place'
    END
FROM stage.area_rows AS rows
LEFT JOIN stage.service AS service ON service.key = rows.service_id
LEFT JOIN stage.written_area AS area
    ON area.key = rows.service_id AND area.sheet = rows.sheet AND area.line = rows.line AND rows.place = 1 AND NOT rows.nested
UNION ALL
SELECT rows.sheet, rows.line, rows.nested,
    CASE
        WHEN rows.place > 1 THEN 'repeats a charge'
        WHEN service.key IS NULL THEN 'the charge of a service that is not in the package'
    END
FROM stage.cost_rows AS rows
LEFT JOIN stage.service AS service ON service.key = rows.service_id
UNION ALL
SELECT rows.sheet, rows.line, rows.nested,
    CASE
        WHEN rows.place > 1 THEN 'repeats opening hours'
        WHEN used.schedule_key IS NULL AND rows.service_id IS NULL AND rows.location_id IS NOT NULL
        THEN 'opening hours of a location that no service is linked to'
        WHEN used.schedule_key IS NULL THEN 'opening hours of a service that is not in the package'
    END
FROM stage.schedule_rows AS rows
LEFT JOIN (SELECT DISTINCT schedule_key FROM stage.service_schedule) AS used ON used.schedule_key = rows.key
UNION ALL
SELECT rows.sheet, rows.line, rows.nested,
    CASE
        WHEN rows.place > 1 THEN 'repeats a language'
        WHEN service.key IS NULL THEN 'a language of something that is no service'
        WHEN rows.name IS NULL THEN 'a language without a name'
    END
FROM stage.language_rows AS rows
LEFT JOIN stage.service AS service ON service.key = rows.service_id
UNION ALL
SELECT rows.sheet, rows.line, rows.nested,
    CASE
        WHEN rows.place > 1 THEN 'repeats an identifier'
        WHEN organization.key IS NULL THEN 'the identifier of an organisation that is not in the package'
        WHEN normal.identifier IS NULL THEN 'an identifier that its register cannot hold'
    END
FROM stage.identifier_rows AS rows
LEFT JOIN stage.organization AS organization ON organization.key = rows.organization_id
LEFT JOIN landed._identifiers AS normal
    ON normal.scheme IS NOT DISTINCT FROM coalesce(rows.scheme, rows.identifier_type) AND normal.written = rows.identifier
UNION ALL
SELECT rows.sheet, rows.line, rows.nested,
    CASE
        WHEN rows.place > 1 THEN 'repeats a source of funding'
        WHEN service.key IS NULL AND organization.key IS NULL THEN 'funding of something that is not in the package'
        WHEN rows.source IS NULL THEN 'funding without a source'
    END
FROM stage.funding_rows AS rows
LEFT JOIN stage.service AS service ON service.key = rows.service_id
LEFT JOIN stage.organization AS organization ON organization.key = rows.organization_id;

INSERT INTO record.taken BY NAME
SELECT sheet, line, NULL::BIGINT AS amount_pence FROM stage.account WHERE reason IS NULL AND NOT nested;

INSERT INTO record.set_aside BY NAME
SELECT sheet, line, reason, 1 AS rows, NULL::BIGINT AS amount_pence FROM stage.account WHERE reason IS NOT NULL AND NOT nested;

-- Codes of a second vocabulary name the same needs again: a whole file of them is one line of the account.
INSERT INTO record.set_aside BY NAME
SELECT
    sheet, NULL::BIGINT AS line,
    '211 codes: the Open Eligibility terms of the services say the needs already' AS reason, count(*) AS rows
FROM landed.code_links GROUP BY sheet
UNION ALL
SELECT sheet, NULL, 'says which term a 211 code stands for; 211 codes are not loaded', count(*)
FROM landed.code_mapping GROUP BY sheet;
