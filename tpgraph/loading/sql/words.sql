-- Words of the second look at a load.

-- The heading of a field as the file writes it; records and loaders call some fields differently.
CREATE OR REPLACE TEMP MACRO tp_heading(of_sheet, names, otherwise) AS
    coalesce(
        (
            SELECT arg_min(heading, list_position(names, field)) FROM finished.heading
            WHERE list_contains(names, field) AND sheet = of_sheet
        ),
        otherwise
    );

CREATE OR REPLACE TEMP MACRO tp_pounds(pence) AS
    CASE WHEN pence < 0 THEN '-' ELSE '' END || '£' || printf('%,d', CAST(abs(pence) // 100 AS BIGINT))
        || CASE WHEN pence % 100 = 0 THEN '' ELSE printf('.%02d', CAST(abs(pence) % 100 AS BIGINT)) END;
