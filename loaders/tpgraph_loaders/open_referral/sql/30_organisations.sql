-- Organisations: those the package lists, and a stub for each id that is only referred to.

-- A body may be named in place of its id.
CREATE TABLE stage.organization_by_name AS
SELECT tp_fold(name) AS folded, min(key) AS key FROM stage.organization WHERE name IS NOT NULL GROUP BY folded;

CREATE TABLE stage.organization_reference AS
WITH said AS (
    SELECT 'services' AS by_what, key AS from_key, organization_id, organization_name, sheet, line FROM stage.service
    UNION ALL
    SELECT 'locations', key, organization_id, organization_name, sheet, line FROM stage.location
    UNION ALL
    SELECT 'organisations', key, parent_id, NULL, sheet, line FROM stage.organization
)
SELECT
    said.by_what, said.from_key, said.organization_id AS id, said.organization_name AS name, said.sheet, said.line,
    coalesce(said.organization_id, by_name.key, tp_fold(said.organization_name)) AS key
FROM said
LEFT JOIN stage.organization_by_name AS by_name
    ON said.organization_id IS NULL AND by_name.folded = tp_fold(said.organization_name);

CREATE TABLE stage.missing_organization AS
SELECT
    reference.key, min(reference.id) AS id, min(reference.name) AS name,
    arg_min(reference.sheet, (reference.by_what <> 'services', reference.sheet, reference.line)) AS sheet,
    arg_min(reference.line, (reference.by_what <> 'services', reference.sheet, reference.line)) AS line,
    count(*) FILTER (WHERE by_what = 'services') AS services,
    count(*) FILTER (WHERE by_what = 'locations') AS locations,
    count(*) FILTER (WHERE by_what = 'organisations') AS organisations
FROM stage.organization_reference AS reference
LEFT JOIN stage.organization AS known ON known.key = reference.key
WHERE reference.key IS NOT NULL AND known.key IS NULL
GROUP BY reference.key;

CREATE TABLE stage.organization_identifier AS
SELECT organization_id AS key, arg_min(identifier, (normal.sheet, normal.line)) AS identifier
FROM (
    SELECT row.organization_id, normal.identifier, row.sheet, row.line
    FROM stage.identifier AS row
    JOIN landed._identifiers AS normal
        ON normal.scheme IS NOT DISTINCT FROM coalesce(row.scheme, row.identifier_type) AND normal.written = row.identifier
) AS normal
GROUP BY organization_id;

-- What a source says of funding in words stands beside the record: there is no amount to read.
CREATE TABLE stage.funding_text AS
SELECT
    service.key AS service_key,
    CASE WHEN service.key IS NULL THEN funding.organization_id END AS organization_key,
    string_agg(DISTINCT funding.source, '; ' ORDER BY funding.source) AS source
FROM (
    SELECT service_id, organization_id, source FROM stage.funding
    UNION ALL
    SELECT key, NULL, funding_sources FROM stage.service
    UNION ALL
    SELECT NULL, key, funding_sources FROM stage.organization
) AS funding
LEFT JOIN stage.service AS service ON service.key = funding.service_id
WHERE funding.source IS NOT NULL
GROUP BY ALL;

INSERT INTO record.organisation BY NAME
SELECT
    tp_record_id('organisation', organization.key) AS record_id,
    organization.id AS source_id, organization.sheet, organization.line,
    nullif(json_merge_patch(
        coalesce(organization.extra, '{}')::JSON,
        json_object('description', organization.description, 'alternate_name', organization.alternate_name, 'funding', funding.source)
    )::VARCHAR, '{}') AS extra,
    organization.id,
    coalesce(organization.name, organization.alternate_name, organization.id) AS name,
    organization.kind,
    identifier.identifier,
    coalesce(parent.name, organization.parent_id) AS parent,
    organization.website,
    tp_record_id('organisation', organization.parent_id) AS parent_record,
    organization.name IS NULL AND organization.alternate_name IS NULL AS stub,
    false AS mentioned
FROM stage.organization AS organization
LEFT JOIN stage.organization AS parent ON parent.key = organization.parent_id
LEFT JOIN stage.organization_identifier AS identifier ON identifier.key = organization.id
LEFT JOIN stage.funding_text AS funding ON funding.organization_key = organization.id;

INSERT INTO record.organisation BY NAME
SELECT
    tp_record_id('organisation', key) AS record_id, coalesce(id, name) AS source_id, sheet, line, id,
    coalesce(name, id) AS name, name IS NULL AS stub, name IS NOT NULL AS mentioned
FROM stage.missing_organization;

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'organization_id' AS column, coalesce(id, name) AS value, 'warning' AS severity, 'organisation-missing' AS code,
    'Organisation ' || coalesce(id, name) || ' is not in the package but is referred to by '
        || concat_ws(' and ',
            CASE WHEN services > 0 THEN services || CASE services WHEN 1 THEN ' service' ELSE ' services' END END,
            CASE WHEN locations > 0 THEN locations || CASE locations WHEN 1 THEN ' location' ELSE ' locations' END END,
            CASE WHEN organisations > 0 THEN organisations || ' organisation' || CASE organisations WHEN 1 THEN '' ELSE 's' END END)
        || CASE WHEN name IS NULL THEN '; it is kept under its id.' ELSE '; it is kept under that name.' END AS sentence,
    'Ask the publisher for the row of this organisation.' AS mend
FROM stage.missing_organization;
