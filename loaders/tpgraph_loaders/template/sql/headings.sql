-- Problems name the column as the file heads it.
UPDATE record.problem AS p
SET "column" = h.heading
FROM landed._heading h
WHERE p.sheet = h.sheet AND p."column" = h.kind || '.' || h.field;
