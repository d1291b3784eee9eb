-- What people type as money, dates and years, read as tpgraph/money.py reads it; a test holds the two together.
-- Every macro takes text and gives NULL where the text is not what it should be. The spaces that Python knows are
-- [\s\v\x{1C}-\x{1F}\x{85}\p{Z}].

-- The text without £, GBP, commas and spaces; every dash is a hyphen.
CREATE OR REPLACE MACRO tp_plain_amount(written) AS
    regexp_replace(translate(written, '−–—', '---'), 'GBP|[£,\s\v\x{1C}-\x{1F}\x{85}\p{Z}]', '', 'g');

CREATE OR REPLACE MACRO tp_is_negative(plain) AS
    starts_with(plain, '-') OR ends_with(plain, '-') OR (starts_with(plain, '(') AND ends_with(plain, ')'));

-- What lies beyond a millionth of a penny is noise of floating point and is rounded away; a real fraction is no amount.
CREATE OR REPLACE MACRO tp_whole_pence(pence) AS
    CASE
        WHEN abs(pence - round(pence, 0)) <= 0.0000005 AND round(pence, 0) <= 9007199254740992
        THEN CAST(round(pence, 0) AS BIGINT)
    END;

CREATE OR REPLACE MACRO tp_unsigned_pence(digits) AS
    CASE
        WHEN regexp_full_match(digits, '([0-9]+\.?[0-9]*|\.[0-9]+)|[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]{1,2}')
        THEN tp_whole_pence(TRY_CAST(digits AS DECIMAL(30, 15)) * CAST(100 AS DECIMAL(3, 0)))
    END;

CREATE OR REPLACE MACRO tp_pence_of_plain(plain) AS
    CASE WHEN tp_is_negative(plain) THEN -1 ELSE 1 END * tp_unsigned_pence(trim(plain, '()-+'));

-- Amount in pounds -> pence.
CREATE OR REPLACE MACRO tp_pence(written) AS
    CASE
        -- Most amounts are plain figures: they need no cleaning.
        WHEN regexp_full_match(written, '-?[0-9]{1,12}(\.[0-9]{1,2})?')
        THEN CAST(CAST(written AS DECIMAL(15, 2)) * 100 AS BIGINT)
        WHEN regexp_full_match(written, '\([0-9]{1,12}(\.[0-9]{1,2})?\)')
        THEN -CAST(CAST(trim(written, '()') AS DECIMAL(15, 2)) * 100 AS BIGINT)
        ELSE tp_pence_of_plain(tp_plain_amount(written))
    END;

-- A year of two digits is 1950 to 2049; no year, month or day is NULL.
CREATE OR REPLACE MACRO tp_iso_date(year, month, day) AS
    CAST(
        TRY_CAST(
            lpad(CAST(CASE WHEN year < 50 THEN year + 2000 WHEN year < 100 THEN year + 1900 ELSE year END AS VARCHAR), 4, '0')
            || '-' || lpad(month, 2, '0') || '-' || lpad(day, 2, '0')
            AS DATE
        )
        AS VARCHAR
    );

CREATE OR REPLACE MACRO tp_date_of_parts(parts) AS
    tp_iso_date(TRY_CAST(parts['year'] AS INTEGER), parts['month'], parts['day']);

CREATE OR REPLACE MACRO tp_month_number(name) AS
    CAST(
        list_position(['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'], lower(name))
        AS VARCHAR
    );

CREATE OR REPLACE MACRO tp_date_of_named_parts(parts) AS
    tp_iso_date(TRY_CAST(parts['year'] AS INTEGER), tp_month_number(parts['month']), parts['day']);

CREATE OR REPLACE MACRO tp_trimmed(written) AS
    regexp_replace(
        translate(written, '−–—', '---'), '^[\s\v\x{1C}-\x{1F}\x{85}\p{Z}]+|[\s\v\x{1C}-\x{1F}\x{85}\p{Z}]+$', '', 'g'
    );

CREATE OR REPLACE MACRO tp_date_of_trimmed(plain) AS
    CASE
        WHEN regexp_matches(plain, '^[0-9]{4}-')
        THEN tp_date_of_parts(
            regexp_extract(plain, '^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$', ['year', 'month', 'day'])
        )
        WHEN regexp_matches(plain, '[A-Za-z]')
        THEN tp_date_of_named_parts(
            regexp_extract(
                plain, '^(\d{1,2})[\s\p{Z}/-]*([A-Za-z]{3})[a-z]*\.?[\s\p{Z}/-]*(\d{4}|\d{2})$', ['day', 'month', 'year']
            )
        )
        ELSE tp_date_of_parts(
            regexp_extract(
                plain,
                '^(\d{1,2})[/.\-\s\x{A0}](\d{1,2})[/.\-\s\x{A0}](\d{4}|\d{2})(?:[ \x{A0}]\d{1,2}:\d{2}(?::\d{2})?)?$',
                ['day', 'month', 'year']
            )
        )
    END;

-- Date as people write it, day first -> ISO text.
CREATE OR REPLACE MACRO tp_date(written) AS
    CASE
        WHEN regexp_full_match(written, '[12][0-9]{3}-[0-9]{2}-[0-9]{2}') THEN CAST(TRY_CAST(written AS DATE) AS VARCHAR)
        ELSE tp_date_of_trimmed(tp_trimmed(written))
    END;

CREATE OR REPLACE MACRO tp_year_text(year) AS
    printf('%04d-%02d', year, (year + 1) % 100);

CREATE OR REPLACE MACRO tp_year_of_parts(parts) AS
    CASE
        WHEN TRY_CAST(parts['later'] AS INTEGER) = TRY_CAST(parts['first'] AS INTEGER) + 1
            OR (length(parts['later']) = 2 AND CAST(parts['later'] AS INTEGER) = (CAST(parts['first'] AS INTEGER) + 1) % 100)
        THEN tp_year_text(CAST(parts['first'] AS INTEGER))
    END;

-- Financial year as people write it (2009-10, 2009/10, 2009-2010) -> 2009-10.
CREATE OR REPLACE MACRO tp_year(written) AS
    tp_year_of_parts(
        regexp_extract(tp_trimmed(written), '^(\d{4})[\s\p{Z}]*[-/][\s\p{Z}]*(\d{2}|\d{4})$', ['first', 'later'])
    );

-- ISO date -> its financial year, April to March.
CREATE OR REPLACE MACRO tp_year_of(iso_date) AS
    tp_year_text(CAST(left(iso_date, 4) AS INTEGER) - CASE WHEN iso_date[6:7] < '04' THEN 1 ELSE 0 END);

-- A name as the key of its record: tpgraph.names.fold.
CREATE OR REPLACE MACRO tp_fold(name) AS
    lower(trim(regexp_replace(name, '[\t\n\v\f\r\p{Zs}]+', ' ', 'g')));

-- Id of a record of this publisher, whose name is folded first: tpgraph.identifiers.record_id.
CREATE OR REPLACE MACRO tp_record_id(kind, key) AS
    'r-' || left(sha256(getvariable('publisher_key') || chr(31) || kind || chr(31) || key), 16);

-- The first letter of every word.
CREATE OR REPLACE MACRO tp_initials(name) AS
    upper(regexp_replace(name, '[^A-Za-z]*([A-Za-z])[A-Za-z]*[^A-Za-z]*', '\1', 'g'));

-- Whether a text is only the initials of a name: OCC is Oxford City Council, LBH the London Borough of Hackney.
CREATE OR REPLACE MACRO tp_is_initials(written, name) AS
    coalesce(
        length(regexp_replace(written, '[^A-Za-z]', '', 'g')) > 1
        AND upper(regexp_replace(written, '[^A-Za-z]', '', 'g'))
            IN (tp_initials(name), tp_initials(regexp_replace(name, '\b(of|and|the|for)\b', '', 'gi'))),
        false
    );

-- A sentence with how many, its {one|many} chosen by the number: '%d row{ has|s have} no date'.
CREATE OR REPLACE MACRO tp_counted(said, number) AS
    printf(
        regexp_replace(said, '\{([^{|}]*)\|([^{|}]*)\}', CASE WHEN number = 1 THEN '\1' ELSE '\2' END, 'g'),
        number
    );
