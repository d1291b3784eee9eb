-- Terms of taxonomies: needs, and the client groups among them; then which service has which.

-- The id of a need is vocabulary:code. A CURIE as id or code (esdNeed:69) is one already; a term without a code is
-- vocabulary:name; without a vocabulary it has a name only.
CREATE TABLE stage.named_term AS
WITH vocabulary_of AS (
    SELECT term.*, coalesce(term.vocabulary, vocabulary.name) AS vocabulary_name
    FROM stage.term AS term
    LEFT JOIN stage.vocabulary AS vocabulary ON vocabulary.id = term.taxonomy_id
),
written AS (
    SELECT *, regexp_replace(vocabulary_name, '\s+', '_', 'g') AS vocabulary_id FROM vocabulary_of
)
SELECT
    key, id, code, coalesce(name, code, id) AS name, parent_id, parent_name, kind, vocabulary_name, sheet, line, extra, nested,
    CASE
        WHEN regexp_full_match(code, '[A-Za-z][A-Za-z0-9_.-]*:[^/\s].*') THEN code
        WHEN regexp_full_match(id, '[A-Za-z][A-Za-z0-9_.-]*:[^/\s].*') THEN id
        WHEN vocabulary_id IS NOT NULL AND code IS NOT NULL THEN vocabulary_id || ':' || code
        WHEN vocabulary_id IS NOT NULL AND name IS NOT NULL THEN vocabulary_id || ':' || name
    END AS need_id
FROM written;

-- A parent is told by id or by code.
CREATE TABLE stage.term_parent AS
SELECT child.key, min(coalesce(by_id.key, by_code.key)) AS parent_key
FROM stage.named_term AS child
LEFT JOIN stage.named_term AS by_code
    ON by_code.code = child.parent_id AND by_code.vocabulary_name IS NOT DISTINCT FROM child.vocabulary_name
    AND by_code.key <> child.key
-- By id only where no code fits: Ohana writes the code of the parent, the standard its id.
LEFT JOIN stage.named_term AS by_id ON by_id.id = child.parent_id AND by_code.key IS NULL AND by_id.key <> child.key
GROUP BY child.key;

-- What a term stands for: a need, a client group, or a condition of use.
CREATE TABLE stage.term_role AS
SELECT
    term.key,
    CASE
        WHEN bool_or(role.code <> '' AND (term.code = role.code OR starts_with(term.code, role.code || '-'))) THEN 'condition'
        WHEN bool_or(role.code = '') THEN max(role.role)
        -- Vocabularies of circumstances, user groups and age groups say who a service is for.
        WHEN bool_or(
            regexp_matches(lower(term.vocabulary_name), 'circumstance|(user|age|client|target)[ _]*group')
            OR regexp_matches(lower(term.need_id), '(circumstance|(user|age|client|target)group)[a-z]*:')
        )
        THEN 'client_group'
        ELSE 'need'
    END AS role
FROM stage.named_term AS term
LEFT JOIN landed._roles AS role ON role.vocabulary = term.vocabulary_name AND role.kind = term.kind
GROUP BY term.key;

-- Links to terms, one row a landed link. `how`: does the reference hold the term's id, its code or its name?
CREATE TABLE stage.written_link AS
-- Links of an eligibility reach the service through it; what links to anything else has no service.
SELECT
    link.sheet, link.line, link.nested, link.rank, link.ordinal, 'term_links' AS landed_in, 'id' AS how, link.term_id AS reference,
    coalesce(link.service_id, direct.key, eligibility.service_id) AS service_key,
    eligibility.service_id IS NOT NULL OR lower(link.link_entity) LIKE '%eligib%' AS is_eligibility,
    coalesce(link.service_id, link.link_id) AS said
FROM landed.term_links AS link
LEFT JOIN stage.service AS direct ON direct.key = link.link_id
LEFT JOIN (SELECT id, min(service_id) AS service_id FROM stage.eligibility WHERE id IS NOT NULL GROUP BY id) AS eligibility
    ON eligibility.id = link.link_id AND link.service_id IS NULL AND direct.key IS NULL
UNION ALL
SELECT sheet, line, nested, rank, ordinal, 'category_links', 'id', term_id, service_id, false, service_id FROM landed.category_links
UNION ALL
SELECT sheet, line, true, rank, ordinal, 'services', 'code', trim(unnest(string_split_regex(term_codes, '[;,]'))), key, false, key
FROM stage.service WHERE term_codes IS NOT NULL
UNION ALL
SELECT sheet, line, true, rank, ordinal, 'services', 'name', trim(unnest(string_split(term_names, ';'))), key, false, key
FROM stage.service WHERE term_names IS NOT NULL;

CREATE TABLE stage.term_link AS
SELECT
    link.*,
    service.key IS NOT NULL AS has_service,
    coalesce(by_id.key, by_code.key) AS term_key,
    CASE WHEN link.how = 'name' THEN 'need' WHEN link.is_eligibility THEN 'client_group' ELSE role.role END AS role,
    CASE WHEN link.how = 'name' THEN link.reference ELSE coalesce(term.need_id, term.name) END AS need,
    CASE WHEN link.how = 'name' THEN link.reference ELSE term.name END AS term_name,
    row_number() OVER (
        PARTITION BY link.service_key, link.how = 'name', coalesce(by_id.key, by_code.key, link.reference)
        ORDER BY link.rank, link.sheet, link.line, link.ordinal
    ) AS place
FROM stage.written_link AS link
LEFT JOIN stage.service AS service ON service.key = link.service_key
LEFT JOIN stage.named_term AS by_id ON link.how = 'id' AND by_id.key = link.reference
LEFT JOIN (SELECT code, min(key) AS key FROM stage.named_term WHERE code IS NOT NULL GROUP BY code) AS by_code
    ON link.how <> 'name' AND by_id.key IS NULL AND by_code.code = link.reference
LEFT JOIN stage.named_term AS term ON term.key = coalesce(by_id.key, by_code.key)
LEFT JOIN stage.term_role AS role ON role.key = term.key
WHERE link.reference <> '';

-- Needs: every term that is one, and every need that a service names in a cell.
CREATE TABLE stage.need AS
WITH stated AS (
    SELECT
        coalesce(term.need_id, tp_fold(term.name)) AS key, coalesce(term.id, term.code) AS source_id, term.need_id AS id, term.name,
        coalesce(parent.need_id, parent.name, term.parent_name) AS broader, term.sheet, term.line, term.extra, 0 AS last
    FROM stage.named_term AS term
    JOIN stage.term_role AS role ON role.key = term.key AND role.role = 'need'
    JOIN stage.term_parent AS link ON link.key = term.key
    LEFT JOIN stage.named_term AS parent ON parent.key = link.parent_key
    WHERE term.name IS NOT NULL
    UNION ALL
    SELECT tp_fold(reference), NULL, NULL, reference, NULL, sheet, line, NULL, 1
    FROM stage.term_link WHERE how = 'name' AND has_service
)
SELECT *, row_number() OVER (PARTITION BY key ORDER BY last, sheet, line) AS place FROM stated;

INSERT INTO record.need BY NAME
SELECT tp_record_id('need', key) AS record_id, source_id, sheet, line, extra, id, name, broader
FROM stage.need WHERE place = 1;
