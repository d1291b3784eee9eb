SELECT DISTINCT o.id AS organisation, o.name, r.id AS record, coalesce(r.name, '') AS source_name,
       coalesce(d.reason, '') AS reason, s.id AS source, coalesce(s.file, '') AS file,
       coalesce(t.sheet, '') AS sheet, t.line
FROM rel_describes d JOIN record r ON r.id = d.source_id JOIN organisation o ON o.id = d.target_id
JOIN rel_stated_in t ON t.source_id = r.id JOIN source s ON s.id = t.target_id
WHERE $organisation = '' OR $organisation IN (o.id, o.name)
ORDER BY 1, 3, 6, 8, 9
