// Which bodies that pay others are paid themselves, and how much of it do they list onward?
//
// Where this happens the same pounds may be listed twice. Both sums are of one year and one basis. What a body pays to
// itself is left out of both. What goes onward is all it lists as paid out: redacted, blank and individual payees too.
//
// question  4  in part: each pair of hops, not what is kept
// question  8
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    payer           string   id of the body the money comes from
// row    payer_name      string   its name
// row    through         string   id of the body that is paid and pays others
// row    through_name    string   its name
// row    into_pence      integer  pence from the one to the other
// row    onward_pence    integer  pence that the second body lists as paid to others, whoever it came from
// row    payees          integer  how many known bodies it pays
MATCH (through:Organisation)-[:PAYS]->(flow:FundingFlow)
WHERE flow.detail = 'itemised' AND ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
OPTIONAL MATCH (flow)-[:TO]->(payee:Organisation)
WITH through, flow, payee
WHERE payee IS NULL OR payee.id <> through.id
WITH through, coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis,
     coalesce(sum(flow.amount_pence), 0) AS onward_pence, count(DISTINCT payee.id) AS payees
MATCH (payer:Organisation)-[into:FUNDS]->(through)
WHERE payer.id <> through.id AND coalesce(into.financial_year, '') = financial_year AND into.basis = basis
WITH payer, through, financial_year, basis, onward_pence, payees, coalesce(sum(into.amount_pence), 0) AS into_pence
RETURN financial_year, basis, payer.id AS payer, payer.name AS payer_name, through.id AS through,
       through.name AS through_name, into_pence, onward_pence, payees
ORDER BY financial_year, basis, into_pence DESC, payer, through
