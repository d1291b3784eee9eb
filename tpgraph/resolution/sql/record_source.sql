-- Where every current row stands. Tables in: said (rows of every record table), l (the current loads).
SELECT said.record_id, said.source_id, said.load_id, l.file, said.sheet, said.line
FROM said JOIN l USING (load_id)
ORDER BY said.record_id, l.as_of DESC, l.source_key DESC
