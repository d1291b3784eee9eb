-- What is worth knowing of many grants at once, one note each a sheet; and the refusal where no grant can be loaded.

INSERT INTO record.problem BY NAME
SELECT sheet, '' AS "column", '' AS value, severity, code, tp_counted(said, count(*)) AS sentence, mend
FROM (
    SELECT sheet, 'note' AS severity, 'payee-individual' AS code, '%,d grant{ goes to an individual|s go to individuals}: their names are not kept' AS said, '' AS mend
    FROM whole WHERE payee_status = 'individual'
    UNION ALL
    SELECT whole.sheet, 'note', 'individual-without-details', '%,d grant{ to an individual gives|s to individuals give} neither a reason nor a purpose', 'fill To Individuals Details'
    FROM whole
    JOIN landed.grants AS g ON g.ordinal = whole.ordinal
    WHERE payee_status = 'individual' AND coalesce(individual_reason, individual_purpose) IS NULL
    UNION ALL
    SELECT sheet, 'note', 'payee-redacted', '%,d grant{ has|s have} a redacted recipient: unknown', '' FROM whole WHERE payee_status = 'redacted'
    UNION ALL
    SELECT
        sheet, 'note', 'grant-on-several-rows', '%,d row{ repeats|s repeat} a grant listed above, for a year, an instalment or a place: each grant is counted once',
        ''
    FROM further WHERE NOT part
    UNION ALL
    SELECT sheet, 'note', 'several-places', '%,d grant{ names|s name} several places and no shares: none is taken, all are kept beside the grant', ''
    FROM whole WHERE has_many_places
    UNION ALL
    SELECT sheet, 'note', 'ends-from-award-date', '%,d grant{ states|s state} a duration and no dates: {it is|they are} taken to begin when awarded', 'give planned dates'
    FROM whole WHERE stated_end IS NULL AND for_months IS NOT NULL AND begins IS NULL AND date IS NOT NULL
    UNION ALL
    SELECT
        sheet, 'note', 'amount-disbursed', '%,d row{ also says|s also say} what was disbursed: kept beside the award, never added to it', ''
    FROM landed.grants WHERE amount_disbursed IS NOT NULL
    UNION ALL
    SELECT sheet, 'note', 'regranted', '%,d grant{ is|s are} to be passed on as grants: the same money may stand in the lists of those who pass it on', ''
    FROM whole WHERE regrant IS NOT NULL
    UNION ALL
    SELECT sheet, 'note', 'date-not-iso', '%,d award date{ is|s are} not written as the standard asks: read day first', 'write dates as 2010-03-31'
    FROM typed WHERE date IS NOT NULL AND NOT regexp_matches(award_date, '^\d{4}-')
    UNION ALL
    SELECT g.sheet, 'note', 'local-id', '%,d grant{ names|s name} a recipient by the publisher''s own id: it joins no two bodies', 'use an identifier of org-id.guide'
    FROM landed.grants AS g
    JOIN landed._identifier AS known ON known.written = g.recipient_id
    WHERE known.standing = 'local'
)
GROUP BY sheet, severity, code, said, mend;

INSERT INTO record.problem BY NAME
SELECT
    body.sheet, body.line, 'name' AS "column", array_to_string(names, '; ') AS value, 'note' AS severity, 'several-names' AS code,
    body.id || ' goes by ' || len(names) || ' names: the most frequent is taken' AS sentence, 'use one name' AS mend
FROM body
JOIN body_name USING (record)
WHERE len(names) > 1
UNION ALL
SELECT
    arg_min(sheet, ordinal), arg_min(line, ordinal), 'name', arg_min(name, ordinal), 'warning', 'several-ids',
    'one name stands under ' || count(DISTINCT record) || ' ids: they stay apart until somebody says that they are one',
    'check which id is right'
FROM body_row
WHERE name IS NOT NULL
GROUP BY tp_fold(name)
HAVING count(DISTINCT record) > 1;

SET VARIABLE refusal = (
    SELECT
        CASE
            WHEN count(*) = 0 THEN 'it holds no grant'
            WHEN count(*) = 1 THEN 'its one row is no grant that can be loaded'
            ELSE printf('none of its %,d rows is a grant that can be loaded', count(*))
        END
        || coalesce(': ' || (
            SELECT string_agg(printf('%,d with ', rows) || lacks, ', ' ORDER BY place)
            FROM (
                SELECT lack.lacks AS lacks, lack.place AS place, count(*) AS rows
                FROM (
                    SELECT unnest([
                        CASE WHEN id IS NULL THEN {'place': 1, 'lacks': 'no identifier'} END,
                        CASE WHEN amount_written IS NULL THEN {'place': 2, 'lacks': 'no amount'} END,
                        CASE WHEN amount_written IS NOT NULL AND written_pence IS NULL
                            THEN {'place': 3, 'lacks': 'an amount that cannot be read'} END,
                        CASE WHEN amount_written IS NOT NULL AND currency IS NULL THEN {'place': 4, 'lacks': 'no currency'} END,
                        CASE WHEN NOT in_pounds AND currency IS NOT NULL THEN {'place': 5, 'lacks': 'another currency than pounds'} END,
                        CASE WHEN payer_record IS NULL THEN {'place': 6, 'lacks': 'no funder'} END
                    ]) AS lack
                    FROM typed WHERE NOT part
                )
                WHERE lack IS NOT NULL
                GROUP BY ALL
            )
        ), '')
        || CASE
            WHEN sum(amount_pence) > 0
            THEN printf('; its amounts come to £%,d.%02d', CAST(sum(amount_pence) // 100 AS BIGINT), CAST(sum(amount_pence) % 100 AS BIGINT))
            ELSE ''
        END
        || '; nothing was loaded'
    FROM typed
    WHERE NOT part
    HAVING (SELECT count(*) FROM award) = 0
);
