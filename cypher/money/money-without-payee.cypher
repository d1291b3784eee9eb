// How much money goes to a payee we cannot see, and why?
//
// Redacted and blank payees are unknown payees; individuals are not named on purpose.
//
// question  1  in part: the payees that are unknown
// param  payer           string   id or name of the body that pays; '' = all
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    payer           string   id of the body that pays
// row    name            string   its name
// row    payee_status    string   redacted, blank or individual; 'not stated' where nothing is said
// row    flows           integer  how many lines
// row    amount_pence    integer  pence of these lines
// row    listed_pence    integer  pence of all itemised lines of the body, in that year and of that basis
MATCH (payer:Organisation)
WHERE $payer = '' OR payer.id = $payer OR payer.name = $payer
MATCH (payer)-[:PAYS]->(every:FundingFlow)
WHERE every.detail = 'itemised' AND ($year = '' OR every.financial_year = $year)
  AND ($basis = '' OR every.basis = $basis)
WITH payer, coalesce(every.financial_year, '') AS financial_year, every.basis AS basis,
     coalesce(sum(every.amount_pence), 0) AS listed_pence
MATCH (payer)-[:PAYS]->(flow:FundingFlow)
WHERE flow.detail = 'itemised' AND coalesce(flow.financial_year, '') = financial_year AND flow.basis = basis
  AND NOT EXISTS { MATCH (flow)-[:TO]->(payee:Organisation) }
RETURN financial_year, basis, payer.id AS payer, payer.name AS name,
       coalesce(flow.payee_status, 'not stated') AS payee_status, count(*) AS flows,
       coalesce(sum(flow.amount_pence), 0) AS amount_pence, listed_pence
ORDER BY financial_year, basis, amount_pence DESC, payer, payee_status
