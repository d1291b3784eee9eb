-- Flows and the high-level count. The year column wins where it is filled; a date outside it is said.

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, 'flow.date' AS "column", date AS value, 'warning' AS severity, 'date-outside-year' AS code,
    'the date ' || date || ' lies outside the financial year ' || financial_year || '; the year is taken' AS sentence,
    'mend the date or the year' AS mend
FROM kept.flow WHERE tp_year_of(date) <> financial_year;

-- Of a payee who is a person nothing is kept but that; only a known payee is a body.
INSERT INTO record.flow BY NAME
SELECT
    f.* REPLACE (
        coalesce(f.financial_year, tp_year_of(f.date)) AS financial_year,
        CASE WHEN p.status = 'individual' THEN 'an individual' ELSE f.payee END AS payee
    ),
    coalesce(p.status, 'blank') AS payee_status,
    payer.record_id AS payer_record,
    CASE WHEN p.status = 'known' THEN payee.record_id END AS payee_record,
    service.record_id AS service_record
FROM kept.flow f
LEFT JOIN landed._payee p ON p.payee = f.payee
LEFT JOIN organisation_of payer ON payer.text = f.payer
LEFT JOIN organisation_of payee ON payee.text = f.payee
LEFT JOIN service_of service ON service.text = f.service;

INSERT INTO record.spend BY NAME
SELECT s.*, body.record_id AS organisation_record
FROM kept.spend s LEFT JOIN organisation_of body ON body.text = s.organisation;

-- Every readable amount of the two sheets counts as read, loaded or not.
INSERT INTO record.money_read BY NAME
SELECT sheet, line, amount_pence FROM typed.flow WHERE amount_pence IS NOT NULL
UNION ALL SELECT sheet, line, amount_pence FROM typed.spend WHERE amount_pence IS NOT NULL;
