-- Rows -> agreements: totals, ceilings and repeated rows set aside; several suppliers never multiply an amount.

CREATE TEMP TABLE supplied AS
SELECT
    ordinal,
    string_agg(coalesce(key, status), chr(30) ORDER BY key, place) AS suppliers_key,
    count(*) AS suppliers
FROM landed._supplier
GROUP BY ordinal;

CREATE TEMP TABLE summed AS
SELECT
    sheet, ordinal, amount_pence,
    CAST(sum(amount_pence) OVER (PARTITION BY sheet ORDER BY ordinal) AS BIGINT) - amount_pence AS before_pence
FROM typed
WHERE amount_pence IS NOT NULL;

-- One contract that stands on a row for each supplier: the same number, title, sum and days.
CREATE TEMP TABLE agreement AS
SELECT
    t.*,
    coalesce(s.suppliers_key, '') AS suppliers_key,
    coalesce(s.suppliers, 0) AS suppliers,
    CASE
        WHEN getvariable('basis') = 'contract' AND reference IS NOT NULL AND coalesce(amount_pence, 0) <> 0
        THEN concat_ws(chr(31), payer_record, tp_fold(reference), tp_fold(coalesce(named, '')), amount_pence, coalesce(starts, ''), coalesce(ends, ''))
    END AS same_contract
FROM typed AS t
LEFT JOIN supplied AS s USING (ordinal);

CREATE TEMP TABLE shared AS
SELECT
    same_contract,
    min(ordinal) AS first_ordinal,
    count(DISTINCT suppliers_key) AS parties
FROM agreement
WHERE same_contract IS NOT NULL
GROUP BY same_contract
HAVING count(*) > 1;

CREATE TEMP TABLE aside AS
SELECT *
FROM (
    SELECT
        a.ordinal, a.sheet, a.line, a.amount_pence,
        CASE
            WHEN a.suppliers = 0 AND (a.named IS NULL OR a.says_total IS NOT NULL) AND a.amount_pence = summed.before_pence AND a.amount_pence <> 0
            THEN 'grand total row'
            WHEN a.suppliers = 0 AND a.named IS NULL THEN 'names neither who is paid nor what for'
            WHEN a.standing = 'ceiling' THEN 'the ceiling of a framework agreement: not spend'
            WHEN shared.first_ordinal <> a.ordinal AND row_number() OVER (PARTITION BY a.same_contract, a.suppliers_key ORDER BY a.ordinal) > 1
            THEN 'a ' || getvariable('noun') || ' that stands twice'
            WHEN shared.first_ordinal <> a.ordinal THEN 'the same ' || getvariable('noun') || ' with another supplier: its sum is counted once'
            WHEN a.amount_written IS NOT NULL AND NOT a.in_pounds THEN 'not in pounds'
            WHEN a.amount_written IS NOT NULL AND a.amount_pence IS NULL AND a.proposal IS NULL THEN 'amount cannot be read'
            WHEN a.amount_written IS NULL AND a.proposal IS NULL THEN 'no amount'
        END AS reason
    FROM agreement AS a
    LEFT JOIN summed ON summed.ordinal = a.ordinal
    LEFT JOIN shared ON shared.same_contract = a.same_contract
)
WHERE reason IS NOT NULL;

INSERT INTO record.set_aside (sheet, line, reason, "rows", amount_pence)
SELECT sheet, line, reason, 1, amount_pence FROM aside;

-- The parties of an agreement that stands on several rows are those of all its rows.
CREATE TEMP TABLE party AS
WITH owned AS (
    SELECT coalesce(shared.first_ordinal, a.ordinal) AS ordinal, a.ordinal AS from_ordinal
    FROM agreement AS a
    LEFT JOIN shared ON shared.same_contract = a.same_contract
    WHERE a.standing IS DISTINCT FROM 'ceiling' AND (shared.first_ordinal IS NOT NULL OR a.ordinal NOT IN (SELECT ordinal FROM aside))
)
SELECT
    owned.ordinal, s.from_ordinal, s.name, s.status, s.key, s.identifier,
    row_number() OVER (PARTITION BY owned.ordinal ORDER BY s.from_ordinal, s.place) AS place
FROM owned
JOIN (SELECT ordinal AS from_ordinal, * EXCLUDE (ordinal) FROM landed._supplier) AS s USING (from_ordinal)
QUALIFY row_number() OVER (PARTITION BY owned.ordinal, coalesce(s.key, s.status || s.from_ordinal || s.place) ORDER BY s.from_ordinal, s.place) = 1;

-- One name may stand under two numbers: then each number is a body of its own.
CREATE TEMP TABLE of_two AS
SELECT key FROM landed._supplier WHERE identifier IS NOT NULL GROUP BY key HAVING count(DISTINCT identifier) > 1;

CREATE TEMP TABLE placed AS
SELECT
    party.*,
    tp_record_id('organisation', CASE WHEN of_two.key IS NOT NULL AND identifier IS NOT NULL THEN party.key || chr(31) || identifier ELSE party.key END) AS record
FROM party
LEFT JOIN of_two ON of_two.key = party.key;

CREATE TEMP TABLE parties AS
SELECT
    ordinal,
    count(*) AS parties,
    list(name ORDER BY place) AS names,
    bool_and(status = 'individual') AS all_individual,
    first(name ORDER BY place) AS first_name,
    first(status ORDER BY place) AS first_status,
    first(record ORDER BY place) AS first_record
FROM placed
GROUP BY ordinal;

-- The key of an agreement is the same in every issue of the register, whatever its sum has become.
CREATE TEMP TABLE kept AS
SELECT
    *,
    concat_ws(chr(31), base_key, row_number() OVER (PARTITION BY base_key ORDER BY ordinal)) AS row_key
FROM (
    SELECT
        a.*,
        coalesce(p.parties, 0) AS parties,
        p.names AS party_names,
        CASE WHEN coalesce(p.parties, 0) = 1 OR p.all_individual THEN p.first_name END AS payee,
        CASE WHEN coalesce(p.parties, 0) = 1 OR p.all_individual THEN p.first_status ELSE 'blank' END AS payee_status,
        CASE WHEN p.parties = 1 AND p.first_status = 'known' THEN p.first_record END AS payee_record,
        concat_ws(
            chr(31), getvariable('basis'), a.payer_record, tp_fold(coalesce(a.reference, '')), tp_fold(coalesce(a.named, '')),
            CASE WHEN shared.parties > 1 THEN '' ELSE a.suppliers_key END, coalesce(a.starts, ''),
            CASE WHEN a.reference IS NULL THEN concat_ws(chr(30), a.amount_pence, coalesce(a.date, ''), coalesce(tp_fold(a.department), '')) END
        ) AS base_key
    FROM agreement AS a
    LEFT JOIN parties AS p USING (ordinal)
    LEFT JOIN shared ON shared.same_contract = a.same_contract
    WHERE a.ordinal NOT IN (SELECT ordinal FROM aside)
);

INSERT INTO record.taken
SELECT sheet, line, amount_pence FROM kept;
