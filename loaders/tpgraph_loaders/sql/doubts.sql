-- What a register says of single cells: rows of `doubt`, their field named as the file heads its column.

INSERT INTO record.problem BY NAME
SELECT doubt.sheet, doubt.line, coalesce(named.heading, doubt.field) AS "column", value, severity, code, sentence, mend
FROM doubt
LEFT JOIN landed._heading AS named ON named.sheet = doubt.sheet AND named.field = doubt.field;
