-- Grants -> flows with the basis award, and the bodies they name.

CREATE TEMP TABLE regrant_code (code VARCHAR, meaning VARCHAR);

INSERT INTO regrant_code VALUES
    ('FRG010', 'common regrant'), ('FRG020', 'transfer to intermediary'), ('FRG030', 'match funding'),
    ('FRG040', 'funder collaboration'), ('FRG050', 'fiscal sponsor'), ('FRG060', 'endowment'), ('FRG070', 'multipurpose');

CREATE TEMP MACRO tp_is_gss(code) AS
    coalesce(regexp_full_match(code, '[EWSNK][0-9]{8}') AND NOT ends_with(code, '99999999'), false);

-- The last day of so many months that begin on a day.
CREATE TEMP MACRO tp_after_months(day, months) AS
    CAST(CAST(CAST(day AS DATE) + to_months(months) - INTERVAL 1 DAY AS DATE) AS VARCHAR);

CREATE TEMP TABLE whole AS
SELECT
    a.ordinal, a.sheet, a.line, a.id, a.amount_pence, a.award_date,
    coalesce(a.date, more.date) AS date,
    coalesce(a.financial_year, more.financial_year) AS financial_year,
    least(a.starts, more.starts) AS begins,
    CASE WHEN a.months BETWEEN 1 AND 600 THEN a.months WHEN more.months BETWEEN 1 AND 600 THEN more.months END AS for_months,
    greatest(a.ends, more.ends) AS stated_end,
    CASE
        WHEN stated_end IS NOT NULL THEN stated_end
        WHEN for_months IS NOT NULL THEN tp_after_months(coalesce(begins, a.date, more.date), for_months)
    END AS ends,
    a.payer, a.payer_id, a.payer_record,
    CASE WHEN a.payee_record IS NULL THEN more.payee.name ELSE a.payee END AS payee,
    CASE WHEN a.payee_record IS NULL THEN more.payee.id ELSE a.payee_id END AS payee_id,
    coalesce(a.payee_known, more.payee.status) AS payee_known,
    coalesce(a.payee_record, more.payee.record) AS payee_record,
    CASE
        WHEN coalesce(a.payee_known, more.payee.status) = 'individual' THEN 'individual'
        WHEN coalesce(a.payee_record, more.payee.record) IS NOT NULL THEN coalesce(a.payee_known, more.payee.status)
        WHEN a.individual OR coalesce(more.individual, false) THEN 'individual'
        ELSE 'blank'
    END AS payee_status,
    a.individual,
    coalesce(upper(g.regrant), upper(more.regrant)) AS regrant_written,
    regrant_code.code AS regrant,
    coalesce(g.programme_title, more.programme_title, g.programme_code, more.programme_code) AS programme,
    coalesce(g.programme_code, more.programme_code) AS programme_code,
    g.location_name, g.location_code,
    tp_is_gss(g.location_code) AS has_gss,
    g.more_locations,
    CASE WHEN has_gss THEN g.location_code ELSE g.location_name END AS own_place,
    list_filter(more.places, lambda written: written IS DISTINCT FROM g.location_code AND written IS DISTINCT FROM g.location_name) AS further_places,
    g.more_locations IS NOT NULL OR len(further_places) + (own_place IS NOT NULL)::INTEGER > 1 AS has_many_places,
    CASE
        WHEN has_many_places THEN NULL
        WHEN own_place IS NULL AND len(further_places) = 1 THEN further_places[1]
        ELSE own_place
    END AS place
FROM award AS a
JOIN landed.grants AS g ON g.ordinal = a.ordinal
LEFT JOIN added AS more ON more.ordinal = a.ordinal
LEFT JOIN regrant_code ON regrant_code.code = coalesce(upper(g.regrant), upper(more.regrant));

CREATE TEMP MACRO tp_piece(name, value) AS '"' || name || '":' || CAST(to_json(value) AS VARCHAR);

-- Over landed text, which is gone when the framework reads the flows: so a table and no view.
INSERT INTO record.flow BY NAME
SELECT
    tp_record_id('flow', whole.id) AS record_id,
    whole.id AS source_id,
    whole.id,
    whole.sheet,
    whole.line,
    nullif(
        '{' || concat_ws(
            ',',
            tp_piece('description', g.description),
            tp_piece('planned_start', whole.begins),
            tp_piece('planned_months', whole.for_months),
            tp_piece('amount_applied_for', g.amount_applied),
            tp_piece('amount_disbursed', g.amount_disbursed),
            tp_piece('programme_code', whole.programme_code),
            tp_piece('classification', nullif(concat_ws(':', g.class_vocabulary, g.class_code), '')),
            tp_piece('classification_title', g.class_title),
            tp_piece('beneficiary_location', CASE WHEN whole.has_many_places OR has_gss THEN g.location_name END),
            tp_piece('geographic_code', CASE WHEN whole.place IS DISTINCT FROM g.location_code THEN g.location_code END),
            tp_piece('further_locations', nullif(concat_ws('; ', g.more_locations, array_to_string(CASE WHEN has_many_places THEN further_places END, '; ')), '')),
            tp_piece('location_scope', g.location_scope),
            tp_piece('further_recipients', g.more_recipients),
            tp_piece('further_funders', g.more_funders),
            tp_piece('grant_reason', nullif(concat_ws('; ', g.individual_reason, g.individual_second_reason), '')),
            tp_piece('grant_purpose', g.individual_purpose),
            tp_piece('open_call', g.open_call),
            tp_piece('url', g.url),
            tp_piece('data_source', g.data_source),
            tp_piece('modified', g.modified),
            substring(g.extra, 2, length(g.extra) - 2)
        ) || '}',
        '{}'
    ) AS extra,
    coalesce(whole.payer, whole.payer_id) AS payer,
    CASE whole.payee_status WHEN 'individual' THEN 'an individual' WHEN 'blank' THEN NULL ELSE coalesce(whole.payee, whole.payee_id) END
        AS payee,
    whole.amount_pence,
    whole.financial_year,
    whole.date,
    'award' AS basis,
    'unknown' AS capital,
    coalesce(g.title, g.description) AS purpose,
    whole.place,
    whole.programme,
    whole.ends,
    'recorded' AS how_sure,
    g.funder_department AS unit,
    whole.regrant,
    whole.payee_status,
    whole.payer_record,
    CASE WHEN whole.payee_status = 'known' THEN whole.payee_record END AS payee_record
FROM whole
JOIN landed.grants AS g ON g.ordinal = whole.ordinal;
