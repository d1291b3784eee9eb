SELECT p.id AS place, p.name AS place_name, a.id AS area, a.name AS area_name, coalesce(a.level, '') AS level, c.share,
       coalesce(c."of", '') AS share_of, coalesce(c.year, '') AS look_up_year, n.id AS need, n.name AS need_name,
       f.id AS client_need, coalesce(f.financial_year, '') AS financial_year, f.people
FROM rel_covers_part_of c JOIN place p ON p.id = c.source_id JOIN place a ON a.id = c.target_id
JOIN rel_living_in l ON l.target_id = a.id JOIN client_need f ON f.id = l.source_id
JOIN rel_of o ON o.source_id = f.id JOIN need n ON n.id = o.target_id
WHERE ($place = '' OR $place IN (p.id, p.name)) AND ($need = '' OR $need IN (n.id, n.name))
ORDER BY 1, 3, 9, 11, 7, 8
