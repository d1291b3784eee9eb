WITH kind(rank, word, office) AS (VALUES
    (1, 'payroll', 'payroll'), (2, 'human resources', 'human resources'), (3, 'recruitment', 'human resources'),
    (4, 'it support', 'information technology'), (5, 'software', 'information technology'),
    (6, 'information technology', 'information technology'), (7, 'legal', 'legal'), (8, 'solicitor', 'legal'),
    (9, 'procurement', 'procurement'), (10, 'audit', 'audit'), (11, 'accountan', 'finance'),
    (12, 'finance', 'finance'), (13, 'facilities', 'buildings'), (14, 'cleaning', 'buildings')
), line AS (
    SELECT p.source_id AS payer, coalesce(f.financial_year, '') AS financial_year, f.basis, f.detail, f.id,
           any_value(f.amount_pence) AS pence, arg_min(office, rank) AS office
    FROM funding_flow f JOIN rel_pays p ON p.target_id = f.id
    JOIN kind ON contains(lower(concat_ws(' ', f.purpose, f.unit)), kind.word)
    WHERE ($year = '' OR f.financial_year = $year) AND ($basis = '' OR f.basis = $basis)
    GROUP BY ALL
), body AS (
    SELECT financial_year, basis, detail, office, payer, count(*) AS flows, coalesce(sum(pence), 0) AS pence
    FROM line GROUP BY ALL
)
SELECT financial_year, basis, detail, office, count(*) AS bodies, sum(flows) AS flows, sum(pence) AS amount_pence,
       max(pence) AS largest_pence
FROM body GROUP BY ALL HAVING count(*) > 1
ORDER BY 1, 2, 3, amount_pence DESC, 4
