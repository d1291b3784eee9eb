-- Agreements -> flows, proposed services and bodies.

CREATE TEMP MACRO tr_piece(name, value) AS '"' || name || '":' || CAST(to_json(value) AS VARCHAR);

-- What an agreement costs a year: as stated, else its sum over its length where that is a year or more.
CREATE TEMP TABLE costed AS
SELECT
    ordinal,
    CASE
        WHEN annual_pence IS NOT NULL THEN annual_pence
        WHEN amount_is = 'length' AND amount_pence > 0 AND whole_months >= 12 AND days_over = 0 THEN CAST(round(amount_pence * 12 / whole_months) AS BIGINT)
        WHEN amount_is = 'length' AND amount_pence > 0 AND whole_months >= 12 THEN CAST(round(amount_pence * 365.25 / days) AS BIGINT)
    END AS cost_pence_per_year,
    CASE
        WHEN annual_pence IS NOT NULL THEN 'as stated for a year'
        WHEN amount_is = 'length' AND amount_pence > 0 AND whole_months >= 12
        THEN printf('its sum over %.1f years', CASE WHEN days_over = 0 THEN whole_months / 12 ELSE days / 365.25 END)
    END AS cost_is
FROM (
    SELECT
        ordinal, annual_pence, amount_is, amount_pence,
        date_diff('day', CAST(starts AS DATE), CAST(ends AS DATE)) + 1 AS days,
        datesub('month', CAST(starts AS DATE), CAST(ends AS DATE) + INTERVAL 1 DAY) AS whole_months,
        CAST(CAST(starts AS DATE) + to_months(CAST(whole_months AS INTEGER)) AS DATE) <> CAST(CAST(ends AS DATE) + INTERVAL 1 DAY AS DATE) AS is_uneven,
        CASE WHEN is_uneven THEN 1 ELSE 0 END AS days_over
    FROM kept
);

CREATE TEMP TABLE proposed AS
SELECT
    kept.*,
    tp_record_id('service', row_key) AS service_record,
    cost_pence_per_year, cost_is
FROM kept
LEFT JOIN costed USING (ordinal)
WHERE proposal IS NOT NULL AND named IS NOT NULL AND ordinal IN (SELECT ordinal FROM placed WHERE status = 'known');

INSERT INTO record.flow BY NAME
SELECT
    tp_record_id('flow', row_key) AS record_id,
    k.reference AS source_id,
    k.sheet,
    k.line,
    nullif(
        '{' || concat_ws(
            ',',
            tr_piece('amount_is_of', CASE WHEN amount_is <> 'length' THEN 'a ' || replace(amount_is, 'length or year', 'length or a year') END),
            tr_piece('annual_gbp', CASE WHEN amount_is <> 'year' THEN annual_written END),
            tr_piece('irrecoverable_vat', vat_lost),
            tr_piece('suppliers', CASE WHEN parties > 1 THEN party_names END),
            tr_piece('start', starts), tr_piece('awarded', awarded_day), tr_piece('review', review), tr_piece('period', k.period),
            tr_piece('kind', kind), tr_piece('process', process), tr_piece('category', category), tr_piece('cpv', cpv),
            tr_piece('sme', sme), tr_piece('vcse', vcse),
            tr_piece('description', CASE WHEN description <> named THEN description END),
            substring(k.extra, 2, length(k.extra) - 2)
        ) || '}',
        '{}'
    ) AS extra,
    k.reference AS id,
    payer_name AS payer,
    payee,
    amount_pence,
    financial_year,
    date,
    getvariable('basis') AS basis,
    'unknown' AS capital,
    named AS purpose,
    CASE WHEN p.service_record IS NOT NULL THEN named END AS service,
    programme,
    ends,
    -- A year's value stands for an agreement whose sum nobody states.
    CASE WHEN amount_is = 'length' OR (amount_is = 'length or year') THEN 'recorded' ELSE 'estimated' END AS how_sure,
    department AS unit,
    k.reference AS document,
    payee_status,
    payer_record,
    payee_record,
    p.service_record
FROM kept AS k
LEFT JOIN (SELECT ordinal, service_record FROM proposed) AS p USING (ordinal)
WHERE amount_pence IS NOT NULL;

-- One record a known supplier: the further ones are records of the same proposal.
INSERT INTO record.service BY NAME
SELECT
    CASE WHEN first THEN service_record ELSE tp_record_id('service', row_key || chr(31) || party.key) END AS record_id,
    reference AS source_id,
    sheet,
    line,
    '{' || concat_ws(
        ',', tr_piece('proposed_because', proposal), tr_piece('cost_per_year_is', cost_is), tr_piece('department', department)
    ) || '}' AS extra,
    reference AS id,
    party.name AS provider,
    named AS name,
    CASE WHEN description <> named THEN description END AS description,
    starts AS start,
    ends AS "end",
    cost_pence_per_year,
    payer_name AS commissioner,
    CASE WHEN NOT first THEN service_record END AS confirms,
    getvariable('noun') || coalesce(' ' || reference, '') AS inferred_from,
    party.record AS provider_record,
    payer_record AS commissioner_record,
    false AS stub
FROM proposed
JOIN (
    SELECT *, row_number() OVER (PARTITION BY ordinal ORDER BY place) = 1 AS first FROM placed WHERE status = 'known'
) AS party USING (ordinal);

INSERT INTO record.organisation BY NAME
WITH named AS (
    SELECT payer_record AS record, payer_name AS name, payer_identifier AS identifier, sheet, line, ordinal AS place FROM kept
    UNION ALL
    SELECT placed.record, placed.name, placed.identifier, t.sheet, t.line, t.ordinal + (SELECT max(ordinal) + 1 FROM typed)
    FROM placed
    JOIN typed AS t ON t.ordinal = placed.from_ordinal
    WHERE placed.status = 'known'
)
SELECT
    record AS record_id,
    arg_min(sheet, place) AS sheet,
    arg_min(line, place) AS line,
    arg_min(name, place) AS name,
    arg_min(identifier, place) FILTER (identifier IS NOT NULL) AS identifier,
    false AS stub,
    -- A register that tells a body's number says more of it than a payment that names it.
    count(identifier) = 0 AS mentioned
FROM named
GROUP BY record;
