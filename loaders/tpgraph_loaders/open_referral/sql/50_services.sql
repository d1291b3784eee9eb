-- Services, with everything that hangs on them as words in one cell.

-- Ages: 0, 200 and 999 stand for "no limit".
CREATE TABLE stage.service_eligibility AS
WITH ages AS (
    SELECT
        key, eligibility AS words, NULL AS gender,
        TRY_CAST(TRY_CAST(minimum_age AS DOUBLE) AS INTEGER) AS youngest,
        TRY_CAST(TRY_CAST(maximum_age AS DOUBLE) AS INTEGER) AS oldest
    FROM stage.service
    UNION ALL
    SELECT
        service_id, eligibility, gender,
        TRY_CAST(TRY_CAST(minimum_age AS DOUBLE) AS INTEGER), TRY_CAST(TRY_CAST(maximum_age AS DOUBLE) AS INTEGER)
    FROM stage.eligibility WHERE service_id IS NOT NULL
),
worded AS (
    SELECT
        key, words, gender,
        CASE
            WHEN youngest > 0 AND oldest BETWEEN 1 AND 149 THEN 'ages ' || youngest || ' to ' || oldest
            WHEN youngest > 0 THEN 'ages ' || youngest || ' and over'
            WHEN oldest BETWEEN 1 AND 149 THEN 'ages up to ' || oldest
        END AS age_words
    FROM ages
),
stated AS (
    SELECT key, 1 AS part, words AS text FROM worded
    UNION
    SELECT key, 2, age_words FROM worded
    UNION
    SELECT key, 2, 'gender: ' || gender FROM worded
    UNION
    SELECT key, 3, 'income limit ' || income_limit FROM stage.service
    UNION
    SELECT key, 4, 'veterans only' FROM stage.service WHERE lower(veterans_only) = 'true'
    UNION
    SELECT key, 5, 'military status: ' || military_status FROM stage.service
    UNION
    SELECT key, 6, 'immigration status: ' || immigration_status FROM stage.service
    UNION
    SELECT key, 7, 'custody: ' || custody_status FROM stage.service
    UNION
    SELECT service_key, 8, term_name FROM stage.term_link WHERE has_service AND role = 'condition'
)
SELECT key, string_agg(text, '; ' ORDER BY part, text) AS eligibility
FROM stated WHERE text IS NOT NULL GROUP BY key;

CREATE TABLE stage.service_client_groups AS
WITH stated AS (
    SELECT service_key AS key, term_name AS client_group FROM stage.term_link WHERE has_service AND role = 'client_group'
    UNION
    SELECT key, 'Veterans' FROM stage.service WHERE lower(veterans_only) = 'true'
)
SELECT key, list(client_group ORDER BY client_group) AS client_groups
FROM stated WHERE client_group IS NOT NULL GROUP BY key;

CREATE TABLE stage.service_needs AS
SELECT key, list(need ORDER BY need) AS needs
FROM (
    SELECT DISTINCT service_key AS key, need FROM stage.term_link WHERE has_service AND role = 'need' AND need IS NOT NULL
)
GROUP BY key;

-- A GSS code in the web address of an area beats its name; a sentence is no name of a place.
CREATE TABLE stage.written_area AS
SELECT
    area.service_id AS key, area.sheet, area.line, area.name,
    coalesce(nullif(regexp_extract(concat_ws(' ', area.uri, area.extent), '\b[ENSW][0-9]{8}\b'), ''), area.name) AS place,
    length(area.name) > 60 OR area.name LIKE '%.' AS is_sentence
FROM stage.area AS area;

CREATE TABLE stage.service_place AS
SELECT written.key, written.place
FROM stage.written_area AS written
JOIN stage.service AS service ON service.key = written.key
WHERE written.place IS NOT NULL AND (NOT written.is_sentence OR written.place <> written.name)
UNION
SELECT key, place
FROM (SELECT key, trim(unnest(string_split(area_names, ';'))) AS place FROM stage.service WHERE area_names IS NOT NULL)
WHERE place <> '';

CREATE TABLE stage.service_places AS
SELECT key, list(place ORDER BY place) AS places FROM stage.service_place GROUP BY key;

CREATE TABLE stage.service_sites AS
SELECT
    delivery.service_key AS key,
    list(coalesce(site.name, site.alternate_name, site.address_line, site.id) ORDER BY site.key) AS site,
    list(tp_record_id('site', site.key) ORDER BY site.key) AS site_records
FROM stage.delivery AS delivery
JOIN stage.site AS site ON site.key = delivery.location_key
GROUP BY delivery.service_key;

-- Opening hours belong to a service, to a service at a location, or to a location where services are given.
CREATE TABLE stage.service_schedule AS
SELECT service.key, schedule.key AS schedule_key, schedule.days, schedule.opens_at, schedule.closes_at, schedule.description
FROM stage.schedule AS schedule
JOIN stage.service AS service ON service.key = schedule.service_id
UNION
SELECT link.service_id, schedule.key, schedule.days, schedule.opens_at, schedule.closes_at, schedule.description
FROM stage.schedule AS schedule
JOIN landed.service_at_locations AS link ON link.id = schedule.service_at_location_id
WHERE schedule.service_id IS NULL AND link.service_id IS NOT NULL
UNION
SELECT delivery.service_key, schedule.key, schedule.days, schedule.opens_at, schedule.closes_at, schedule.description
FROM stage.schedule AS schedule
JOIN stage.delivery AS delivery ON delivery.location_key = schedule.location_id
WHERE schedule.service_id IS NULL AND schedule.service_at_location_id IS NULL;

CREATE TABLE stage.weekday AS
SELECT * FROM (
    VALUES
        ('mo', 1, 'Mon'), ('tu', 2, 'Tue'), ('we', 3, 'Wed'), ('th', 4, 'Thu'),
        ('fr', 5, 'Fri'), ('sa', 6, 'Sat'), ('su', 7, 'Sun')
) AS days (code, number, name);

CREATE TABLE stage.service_opening AS
WITH split AS (
    SELECT *, trim(unnest(string_split_regex(coalesce(days, ''), '[,;]'))) AS day FROM stage.service_schedule
),
timed AS (
    SELECT
        split.key, split.description, split.day, weekday.number, weekday.name,
        concat_ws('-',
            tp_clock(split.opens_at),
            tp_clock(split.closes_at)
        ) AS hours
    FROM split
    LEFT JOIN stage.weekday AS weekday
        ON weekday.code = lower(left(split.day, 2)) OR CAST(weekday.number AS VARCHAR) = split.day
),
by_hours AS (
    SELECT
        key, hours, description, min(coalesce(number, 8)) AS first_day,
        string_agg(DISTINCT nullif(day, ''), ', ' ORDER BY nullif(day, '')) FILTER (WHERE number IS NULL) AS other_days,
        list(DISTINCT number ORDER BY number) FILTER (WHERE number IS NOT NULL) AS numbers
    FROM timed GROUP BY key, hours, description
),
worded AS (
    SELECT
        key, first_day, hours, description,
        CASE
            -- Days in a row as a range.
            WHEN len(numbers) > 2 AND list_max(numbers) - list_min(numbers) = len(numbers) - 1
            THEN (SELECT name FROM stage.weekday WHERE number = list_min(numbers)) || '-'
                || (SELECT name FROM stage.weekday WHERE number = list_max(numbers))
            WHEN numbers IS NOT NULL
            THEN (SELECT string_agg(name, ', ' ORDER BY number) FROM stage.weekday WHERE list_contains(numbers, number))
            ELSE other_days
        END AS days
    FROM by_hours
),
-- A day without hours is a day on which it is closed.
lines AS (
    SELECT key, first_day, concat_ws(' ', days, nullif(hours, ''), '(' || description || ')') AS text
    FROM worded WHERE hours <> '' OR description IS NOT NULL
)
SELECT key, string_agg(text, '; ' ORDER BY first_day, text) AS opening FROM lines GROUP BY key;

CREATE TABLE stage.service_charge AS
SELECT
    service_id AS key,
    string_agg(
        concat_ws(': ', option, nullif(concat_ws(' ', amount, upper(currency), amount_description), '')), '; ' ORDER BY option, amount
    ) AS charge
FROM stage.cost WHERE service_id IS NOT NULL GROUP BY service_id;

CREATE TABLE stage.service_languages AS
SELECT service_id AS key, string_agg(DISTINCT name, '; ' ORDER BY name) AS languages
FROM stage.language WHERE service_id IS NOT NULL AND name IS NOT NULL GROUP BY service_id;

-- The provider is the service's own organisation; a service that names only its location has that location's.
CREATE TABLE stage.service_provider AS
SELECT service.key, coalesce(own.key, of_location.key) AS organization_key
FROM stage.service AS service
LEFT JOIN stage.organization_reference AS own ON own.by_what = 'services' AND own.from_key = service.key
LEFT JOIN stage.organization_reference AS of_location
    ON of_location.by_what = 'locations' AND of_location.from_key = service.location_id;

CREATE TABLE stage.provider AS
SELECT
    service_provider.key, service_provider.organization_key,
    coalesce(organization.name, missing.name, service_provider.organization_key) AS name
FROM stage.service_provider
LEFT JOIN stage.organization AS organization ON organization.key = service_provider.organization_key
LEFT JOIN stage.missing_organization AS missing ON missing.key = service_provider.organization_key;

-- An id in place of a name: a service that is only referred to.
CREATE TABLE stage.missing_service AS
SELECT
    link.service_id AS key, arg_min(link.sheet, (link.sheet, link.line)) AS sheet,
    arg_min(link.line, (link.sheet, link.line)) AS line
FROM (
    SELECT service_id, sheet, line FROM landed.service_at_locations
    UNION ALL
    SELECT service_id, sheet, line FROM landed.service_areas
    UNION ALL
    SELECT service_id, sheet, line FROM landed.cost_options
    UNION ALL
    SELECT service_id, sheet, line FROM landed.eligibility
    UNION ALL
    SELECT service_id, sheet, line FROM landed.category_links
    UNION ALL
    SELECT service_id, sheet, line FROM landed.term_links
) AS link
LEFT JOIN stage.service AS service ON service.key = link.service_id
WHERE link.service_id IS NOT NULL AND service.key IS NULL
GROUP BY link.service_id;

INSERT INTO record.service BY NAME
SELECT
    tp_record_id('service', service.key) AS record_id,
    service.id AS source_id, service.sheet, service.line,
    nullif(json_merge_patch(
        coalesce(service.extra, '{}')::JSON,
        json_object('alternate_name', service.alternate_name, 'funding', funding.source)
    )::VARCHAR, '{}') AS extra,
    service.id,
    provider.name AS provider,
    coalesce(service.name, service.alternate_name, service.id) AS name,
    service.description,
    needs.needs,
    groups.client_groups,
    places.places,
    lower(service.status) AS status,
    sites.site,
    eligibility.eligibility,
    opening.opening,
    coalesce(charge.charge, service.fees) AS charge,
    coalesce(languages.languages, service.languages) AS languages,
    service.way_in,
    tp_record_id('organisation', provider.organization_key) AS provider_record,
    sites.site_records,
    service.name IS NULL AND service.alternate_name IS NULL AS stub
FROM stage.service AS service
LEFT JOIN stage.provider AS provider ON provider.key = service.key
LEFT JOIN stage.service_needs AS needs ON needs.key = service.key
LEFT JOIN stage.service_client_groups AS groups ON groups.key = service.key
LEFT JOIN stage.service_places AS places ON places.key = service.key
LEFT JOIN stage.service_sites AS sites ON sites.key = service.key
LEFT JOIN stage.service_eligibility AS eligibility ON eligibility.key = service.key
LEFT JOIN stage.service_opening AS opening ON opening.key = service.key
LEFT JOIN stage.service_charge AS charge ON charge.key = service.key
LEFT JOIN stage.service_languages AS languages ON languages.key = service.key
LEFT JOIN stage.funding_text AS funding ON funding.service_key = service.key;

INSERT INTO record.service BY NAME
SELECT
    tp_record_id('service', missing.key) AS record_id, missing.key AS source_id, missing.sheet, missing.line,
    missing.key AS id, missing.key AS name, sites.site, sites.site_records, true AS stub
FROM stage.missing_service AS missing
LEFT JOIN stage.service_sites AS sites ON sites.key = missing.key;
