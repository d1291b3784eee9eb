-- What people type in the cells of the template, beside the money, dates and years that tpgraph/loading/macros.sql reads.
-- Every macro takes text and gives NULL where the text is not what it should be.

CREATE SCHEMA typed;
CREATE SCHEMA kept;

CREATE MACRO tp_text(written) AS nullif(trim(written, chr(9) || chr(10) || chr(13) || chr(32) || chr(160)), '');

-- "a; b;;c" -> [a, b, c]
CREATE MACRO tp_list(written) AS
    CASE
        WHEN regexp_matches(written, '[^;[:space:]]')
        THEN string_split(regexp_replace(regexp_replace(written, '^[;[:space:]]+|[;[:space:]]+$', '', 'g'), '\s*;[;[:space:]]*', ';', 'g'), ';')
    END;

-- 1,200 and 1200.0 are whole numbers; 12.5 and about 300 are not.
CREATE MACRO tp_whole(written) AS
    CASE
        WHEN regexp_full_match(replace(tp_text(written), ',', ''), '[0-9]{1,15}(\.0*)?')
        THEN CAST(string_split(replace(tp_text(written), ',', ''), '.')[1] AS BIGINT)
    END;

CREATE MACRO tp_number(written) AS
    CASE
        WHEN regexp_full_match(replace(tp_text(written), ',', ''), '-?[0-9]{1,15}(\.[0-9]*)?([eE][-+]?[0-9]{1,2})?')
        THEN CAST(replace(tp_text(written), ',', '') AS DOUBLE)
    END;

-- "Other Public" and "other-public" choose other_public.
CREATE MACRO tp_choice(written) AS regexp_replace(lower(tp_text(written)), '[[:space:]_-]+', '_', 'g');

-- Whether a row states no currency of its own, or pounds; `extra` holds the columns that the model does not know.
CREATE MACRO tp_in_pounds(extra) AS
    upper(trim(coalesce(regexp_extract(extra, '(?i)"currency(?:[ _]code)?"\s*:\s*"([^"]*)"', 1), '')))
        IN ('', 'GBP', '£', 'STERLING', 'POUNDS');

-- How an id is built, its numbers left open: o17 and o3 are both o9. A name seldom is.
CREATE MACRO tp_id_shape(written) AS
    CASE
        WHEN regexp_full_match(lower(written), '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}') THEN 'uuid'
        WHEN regexp_full_match(written, '\S*[0-9]\S*') THEN regexp_replace(written, '[0-9]+', '9', 'g')
    END;
