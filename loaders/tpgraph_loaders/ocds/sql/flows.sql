-- Statements that stand -> flows of one basis each; bodies -> organisations.

INSERT INTO record.flow BY NAME
SELECT
    tp_record_id('flow', record_key) AS record_id,
    source_id,
    sheet,
    line,
    extra,
    own_id AS id,
    payer,
    payee,
    amount_pence,
    tp_year_of(date) AS financial_year,
    date,
    CASE kind WHEN 'transaction' THEN 'payment' ELSE kind END AS basis,
    'unknown' AS capital,
    title AS purpose,
    ends,
    'recorded' AS how_sure,
    own_id AS document,
    payee_status,
    tp_record_id('organisation', payer_key) AS payer_record,
    tp_record_id('organisation', payee_key) AS payee_record
FROM typed
WHERE aside IS NULL;

INSERT INTO record.organisation BY NAME
SELECT
    tp_record_id('organisation', key) AS record_id,
    party_id AS source_id,
    sheet,
    line,
    extra,
    party_id AS id,
    name,
    identifier,
    website,
    stub,
    true AS mentioned
FROM landed._body;
