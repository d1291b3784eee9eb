-- What a register says of many rows at once: one problem for all rows of `remark` that say the same.

INSERT INTO record.problem BY NAME
SELECT sheet, '' AS "column", '' AS value, severity, code, tp_counted(said, count(*)) AS sentence, mend
FROM remark
GROUP BY sheet, severity, code, said, mend;
