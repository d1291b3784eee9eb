-- Old codes and the new ones beside them. A code that stands among the new ones lives on.

CREATE TEMP TABLE followed AS
WITH beside AS (
    SELECT old.code AS old_code, new.code AS new_code, new.column_id
    FROM cell AS old
    JOIN area_column AS a ON a.column_id = old.column_id
    JOIN cell AS new ON new.sheet = old.sheet AND new.line = old.line AND new.column_id = a.followed_by
    UNION ALL
    SELECT old.code, new.code, new.column_id
    FROM cell AS old
    JOIN cell AS new ON new.sheet = old.sheet AND new.line = old.line AND new.kind <> 'listed' AND new.rank = old.rank
    JOIN area_column AS a ON a.column_id = new.column_id AND a.newest
    WHERE old.kind = 'listed'
)
SELECT DISTINCT old_code, new_code
FROM beside
WHERE old_code <> new_code
    AND NOT EXISTS (SELECT 1 FROM cell AS c WHERE c.column_id = beside.column_id AND c.code = beside.old_code);
