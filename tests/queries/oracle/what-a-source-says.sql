WITH spoken AS (
    SELECT t.target_id AS id, count(DISTINCT r.id) FILTER (r.kind = 'organisation') AS organisations,
           count(DISTINCT r.id) FILTER (r.kind = 'service') AS services
    FROM rel_stated_in t JOIN record r ON r.id = t.source_id GROUP BY 1
), stated AS (
    SELECT DISTINCT t.target_id AS id, f.* EXCLUDE (id, name), f.id AS flow
    FROM rel_stated_in t JOIN funding_flow f ON f.id = t.source_id
)
SELECT s.id AS source, coalesce(s.file, '') AS file, coalesce(s.publisher, '') AS publisher,
       coalesce(s.dataset, '') AS dataset, coalesce(s.as_of, '') AS as_of, coalesce(s.licence, '') AS licence,
       coalesce(organisations, 0) AS organisations, coalesce(services, 0) AS services,
       coalesce(financial_year, '') AS financial_year, coalesce(basis, '') AS basis, coalesce(detail, '') AS detail,
       count(flow) AS flows, coalesce(sum(amount_pence), 0) AS amount_pence
FROM source s LEFT JOIN spoken USING (id) LEFT JOIN stated USING (id)
WHERE $source = '' OR $source IN (s.id, s.file)
GROUP BY ALL
ORDER BY 1, 9, 10, 11
