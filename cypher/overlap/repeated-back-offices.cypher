// Which kinds of back office do several bodies each pay for?
//
// By words in the purpose or the unit of a line; a line is of the first kind that fits. What a body's own staff do is
// on no payment list. Never add itemised and count.
//
// question  20
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    detail          string   itemised or count
// row    office          string   kind of back office
// row    bodies          integer  how many bodies pay for it
// row    flows           integer  how many lines
// row    amount_pence    integer  pence of these
// row    largest_pence   integer  pence of the body that pays most
MATCH (payer:Organisation)-[:PAYS]->(flow:FundingFlow)
WHERE ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
WITH payer.id AS payer, coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis,
     flow.detail AS detail, flow.amount_pence AS pence,
     toLower(coalesce(flow.purpose, '') + ' ' + coalesce(flow.unit, '')) AS words
WITH payer, financial_year, basis, detail, pence,
     CASE WHEN words CONTAINS 'payroll' THEN 'payroll'
          WHEN words CONTAINS 'human resources' OR words CONTAINS 'recruitment' THEN 'human resources'
          WHEN words CONTAINS 'it support' OR words CONTAINS 'software' OR words CONTAINS 'information technology'
              THEN 'information technology'
          WHEN words CONTAINS 'legal' OR words CONTAINS 'solicitor' THEN 'legal'
          WHEN words CONTAINS 'procurement' THEN 'procurement'
          WHEN words CONTAINS 'audit' THEN 'audit'
          WHEN words CONTAINS 'accountan' OR words CONTAINS 'finance' THEN 'finance'
          WHEN words CONTAINS 'facilities' OR words CONTAINS 'cleaning' THEN 'buildings'
          ELSE '' END AS office
WHERE office <> ''
WITH payer, financial_year, basis, detail, office, count(*) AS lines, coalesce(sum(pence), 0) AS paid
WITH financial_year, basis, detail, office, count(payer) AS bodies, coalesce(sum(lines), 0) AS flows,
     coalesce(sum(paid), 0) AS amount_pence, max(paid) AS largest_pence
WHERE bodies > 1
RETURN financial_year, basis, detail, office, bodies, flows, amount_pence, largest_pence
ORDER BY financial_year, basis, detail, amount_pence DESC, office
