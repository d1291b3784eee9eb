-- Providers, sites, services, and who inspects them.

CREATE TABLE provider AS
SELECT * FROM located
WHERE provider_id IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY provider_id ORDER BY sheet, line) = 1;

CREATE MACRO tp_piece(key, value) AS '"' || key || '":' || CAST(to_json(value) AS VARCHAR);

INSERT INTO record.organisation BY NAME
SELECT
    provider.provider_record AS record_id,
    provider.provider_id AS source_id,
    provider.sheet,
    provider.line,
    nullif('{' || concat_ws(
        ',',
        tp_piece('brand', provider.brand_name),
        tp_piece('ownership', provider.ownership),
        CASE WHEN charity.identifier IS NOT NULL THEN tp_piece('company_number', company.identifier) END
    ) || '}', '{}') AS extra,
    provider.provider_id AS id,
    -- Of a person only the number is kept.
    coalesce(provider.provider, 'CQC provider ' || provider.provider_id) AS name,
    CASE WHEN provider.individual THEN 'individual provider' ELSE provider.provider_kind END AS kind,
    CASE
        WHEN provider.individual THEN 'private'
        WHEN charity.identifier IS NOT NULL THEN 'voluntary'
        WHEN regexp_matches(concat_ws(' ', provider.provider_kind, provider.ownership), '\bNHS\b')
            AND NOT regexp_matches(coalesce(provider.provider_kind, ''), '(?i)independent')
        THEN 'nhs'
        ELSE 'unknown'
    END AS sector,
    -- A charity's own number goes before that of its company: the register of charities joins by it.
    coalesce(charity.identifier, company.identifier) AS identifier,
    provider.provider_authority AS place,
    CASE WHEN provider.provider_website NOT LIKE '%@%' THEN provider.provider_website END AS website,
    provider.provider IS NULL AND NOT provider.individual AS stub,
    false AS mentioned
FROM provider
LEFT JOIN landed._identifier AS company ON company.kind = 'company' AND company.written = provider.company
LEFT JOIN landed._identifier AS charity ON charity.kind = 'charity' AND charity.written = provider.charity;

INSERT INTO record.site BY NAME
SELECT
    site_record AS record_id,
    location_id AS source_id,
    sheet,
    line,
    CASE WHEN uprn IS NOT NULL THEN '{' || tp_piece('uprn', uprn) || '}' END AS extra,
    location_id AS id,
    shown AS name,
    postcode,
    CASE WHEN abs(north) <= 90 AND abs(east) <= 180 THEN north END AS latitude,
    CASE WHEN abs(north) <= 90 AND abs(east) <= 180 THEN east END AS longitude,
    authority AS place,
    nullif(concat_ws(', ', street, address2, city, county), '') AS address
FROM located;

-- A service is taken to be for the people of the authority it stands in. Beds are how many can be there at one time, not how
-- many a year: they stand in the description and in `extra`, never among places a year.
INSERT INTO record.service BY NAME
SELECT
    located.service_record AS record_id,
    located.location_id AS source_id,
    located.sheet,
    located.line,
    CASE
        WHEN located.extra IS NULL AND bed_count IS NULL AND ods_code IS NULL AND located.website IS NULL AND dual IS NULL THEN NULL
        ELSE '{' || concat_ws(
            ',',
            tp_piece('beds', bed_count),
            tp_piece('ods_code', ods_code),
            CASE WHEN located.website NOT LIKE '%@%' THEN tp_piece('website', located.website) END,
            CASE WHEN dual IS NOT NULL THEN tp_piece('primary_id', primary_id) END,
            substring(located.extra, 2, length(located.extra) - 2)
        ) || '}'
    END AS extra,
    located.location_id AS id,
    coalesce(located.provider, located.provider_id) AS provider,
    shown AS name,
    nullif(concat_ws(
        '. ',
        array_to_string(list_transform(string_split(located.types, '|'), lambda item: trim(item)), '; '),
        bed_count || CASE WHEN bed_count = 1 THEN ' bed' ELSE ' beds' END
    ), '') AS description,
    nullif(meaning.needs, []) AS needs,
    nullif(meaning.client_groups, []) AS client_groups,
    CASE WHEN authority IS NOT NULL THEN [authority] END AS places,
    start_date AS start,
    end_date AS "end",
    CASE WHEN located."end" IS NOT NULL OR upper(dormant) IN ('Y', 'YES') THEN 'inactive' ELSE 'active' END AS status,
    [shown] AS site,
    CASE WHEN provider_id IS NOT NULL THEN provider_record END AS provider_record,
    [site_record] AS site_records,
    false AS stub
FROM located
LEFT JOIN meaning ON meaning.location_id = located.location_id;

-- The Commission has inspected what it has rated or checked; how often, nobody states.
CREATE TABLE inspected AS
SELECT *, tp_record_id('organisation', tp_fold('Care Quality Commission')) AS inspector_record
FROM located
WHERE inspected_on IS NOT NULL
    OR lower(rating) NOT IN ('no published rating', 'not rated', 'not yet inspected', 'not yet rated', '-');

INSERT INTO record.inspection BY NAME
SELECT
    tp_record_id('inspection', location_id) AS record_id,
    location_id AS source_id,
    sheet,
    line,
    nullif('{' || concat_ws(
        ',', tp_piece('rating', rating), tp_piece('date', inspected_on),
        CASE WHEN upper(inherited) IN ('Y', 'YES') THEN tp_piece('inherited', true) END
    ) || '}', '{}') AS extra,
    'Care Quality Commission' AS inspector,
    shown AS inspected,
    inspector_record,
    service_record AS inspected_service_record
FROM inspected;

INSERT INTO record.organisation BY NAME
SELECT
    inspector_record AS record_id,
    sheet,
    line,
    'Care Quality Commission' AS name,
    false AS stub,
    true AS mentioned
FROM inspected
ORDER BY sheet, line
LIMIT 1;

INSERT INTO record.taken
SELECT sheet, line, NULL FROM located;

INSERT INTO record.set_aside BY NAME
SELECT
    sheet,
    line,
    CASE WHEN location_id IS NULL THEN 'no location id' ELSE 'repeats a location' END AS reason,
    1 AS rows
FROM typed
WHERE location_id IS NULL OR place > 1;
