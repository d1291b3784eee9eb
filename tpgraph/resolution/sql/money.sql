-- Flows of money: itemised ones from record.flow, lines of the high-level count from record.spend.
-- Tables in: the current records, statement, load, entity_of, place_of, need_of, need_top, programme_of, out_service.

CREATE TABLE rule AS
SELECT publisher, "column", fold(text) AS text, min(theme) AS theme FROM theme GROUP BY ALL;

-- The most particular rule wins: publisher and column, then publisher, then column, then the text alone.
CREATE MACRO themed(publisher_text, column_name, value_text) AS (
    SELECT r.theme FROM rule r
    WHERE r.text = fold(value_text)
      AND coalesce(nullif(r."column", ''), column_name) = column_name
      AND fold(coalesce(nullif(r.publisher, ''), publisher_text)) = fold(publisher_text)
    ORDER BY (coalesce(r.publisher, '') = ''), (coalesce(r."column", '') = ''), r.theme LIMIT 1
);

-- Themes are looked up once a distinct text, not once a flow.
CREATE TABLE wording AS
SELECT publisher, unit, purpose, themed(publisher, 'purpose', purpose) AS by_purpose, themed(publisher, 'unit', unit) AS by_unit
FROM (SELECT DISTINCT l.publisher, f.unit, f.purpose FROM flow f JOIN load l USING (load_id));

CREATE TABLE heading_theme AS
SELECT publisher, heading, themed(publisher, 'heading', heading) AS by_heading
FROM (SELECT DISTINCT l.publisher, s.heading FROM spend s JOIN load l USING (load_id));

CREATE TABLE itemised AS
SELECT
    f.record_id AS id, f.load_id, coalesce(f.purpose, f.unit) AS name, f.amount_pence,
    coalesce(f.financial_year, year_of(f.date)) AS financial_year, f.date, f.basis, 'itemised' AS detail,
    coalesce(f.capital, 'unknown') AS capital, coalesce(f.how_sure, 'recorded') AS how_sure,
    NULL::VARCHAR AS spent_on, NULL::VARCHAR AS prevention_or_response,
    coalesce(f.theme, w.by_purpose, w.by_unit, c.theme, t.top_name, s.theme) AS theme,
    f.unit, f.purpose, f.ends, f.regrant, f.payee_status, f.payer_record, f.payee_record,
    n.need_id, p.place_id, se.entity_id AS service_id, g.programme_id
FROM flow f
JOIN load l USING (load_id)
LEFT JOIN wording w ON w.publisher = l.publisher AND w.unit IS NOT DISTINCT FROM f.unit AND w.purpose IS NOT DISTINCT FROM f.purpose
LEFT JOIN cofog_theme c ON c.code = upper(f.purpose)
LEFT JOIN need_of n ON n.load_id = f.load_id AND n.text = f.need
LEFT JOIN need_top t ON t.need_id = n.need_id
LEFT JOIN place_of p ON p.text = f.place
LEFT JOIN entity_of se ON se.record_id = f.service_record
LEFT JOIN out_service s ON s.id = se.entity_id
LEFT JOIN programme_of g ON g.text = f.programme;

CREATE TABLE counted AS
SELECT
    s.record_id AS id, s.load_id, s.heading AS name, s.amount_pence, s.financial_year, NULL::VARCHAR AS date, s.basis,
    'count' AS detail, coalesce(s.capital, 'unknown') AS capital, coalesce(s.how_sure, 'recorded') AS how_sure,
    s.spent_on, s.prevention_or_response, coalesce(s.theme, h.by_heading, c.theme) AS theme,
    NULL::VARCHAR AS unit, s.heading AS purpose, NULL::VARCHAR AS ends, NULL::VARCHAR AS regrant,
    NULL::VARCHAR AS payee_status, s.organisation_record AS payer_record, NULL::VARCHAR AS payee_record
FROM spend s
JOIN load l USING (load_id)
LEFT JOIN heading_theme h ON h.publisher = l.publisher AND h.heading IS NOT DISTINCT FROM s.heading
-- A loader that knows the function of government of a heading keeps its code in extra; a rule of the place comes first.
LEFT JOIN cofog_theme c
    ON c.code = coalesce(nullif(regexp_extract(s.extra, '"cofog":"(GF[0-9]{2})"', 1), ''), upper(s.heading));

CREATE TABLE out_funding_flow AS
SELECT * EXCLUDE (load_id, need_id, place_id, service_id, programme_id) FROM itemised
UNION ALL BY NAME
SELECT * EXCLUDE (load_id) FROM counted;

CREATE TABLE out_rel_pays AS
SELECT e.entity_id AS source_id, f.id AS target_id FROM out_funding_flow f JOIN entity_of e ON e.record_id = f.payer_record;

CREATE TABLE out_rel_to AS
SELECT f.id AS source_id, e.entity_id AS target_id
FROM itemised f JOIN entity_of e ON e.record_id = f.payee_record WHERE f.payee_status = 'known';

CREATE TABLE out_rel_for AS SELECT id AS source_id, service_id AS target_id FROM itemised WHERE service_id IS NOT NULL;
CREATE TABLE out_rel_towards AS SELECT id AS source_id, need_id AS target_id FROM itemised WHERE need_id IS NOT NULL;
CREATE TABLE out_rel_benefits AS
SELECT id AS source_id, place_id AS target_id, 1.0::DOUBLE AS share FROM itemised WHERE place_id IS NOT NULL;
CREATE TABLE out_rel_under AS
SELECT id AS source_id, programme_id AS target_id FROM itemised WHERE programme_id IS NOT NULL;

CREATE TABLE out_rel_funds AS
SELECT a.source_id, b.target_id, sum(f.amount_pence)::BIGINT AS amount_pence, f.financial_year, f.basis, count(*) AS flows
FROM out_rel_pays a JOIN out_rel_to b ON b.source_id = a.target_id JOIN out_funding_flow f ON f.id = a.target_id
WHERE f.detail = 'itemised'
GROUP BY a.source_id, b.target_id, f.financial_year, f.basis;

CREATE TABLE out_unthemed AS
SELECT publisher, "column", text, sum(amount_pence)::BIGINT AS amount_pence, count(*) AS flows
FROM (
    SELECT l.publisher, CASE WHEN f.purpose IS NOT NULL THEN 'purpose' ELSE 'unit' END AS "column",
           coalesce(f.purpose, f.unit) AS text, f.amount_pence
    FROM itemised f JOIN load l USING (load_id) WHERE f.theme IS NULL AND coalesce(f.purpose, f.unit) IS NOT NULL
    UNION ALL
    SELECT l.publisher, 'heading', c.purpose, c.amount_pence
    FROM counted c JOIN load l USING (load_id) WHERE c.theme IS NULL AND c.purpose IS NOT NULL
)
GROUP BY ALL ORDER BY sum(abs(amount_pence)) DESC, publisher, "column", text;

-- The same payment in two sources of one publisher counts once: the sources beside the one it was taken from.
CREATE TABLE out_repeated AS
SELECT f.record_id, s.load_id, f.amount_pence
FROM statement s JOIN flow f USING (record_id) WHERE s.record_kind = 'flow' AND s.load_id <> f.load_id;
