// Which named streams of money come to less than £100,000 in a year?
//
// question  5  in part: what a stream costs to run is on no list
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. award; '' = all, a row each
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    programme       string   id of the stream
// row    name            string   its name
// row    ring_fence      string   the rule on what it may buy; '' = none on our list
// row    payers          integer  how many bodies pay under it
// row    payees          integer  how many bodies are paid under it
// row    flows           integer  how many payments, grants or contracts
// row    amount_pence    integer  pence in that year, of that basis
MATCH (flow:FundingFlow)-[:UNDER]->(programme:Programme)
WHERE flow.detail = 'itemised' AND ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
WITH programme, coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis, flow
OPTIONAL MATCH (payer:Organisation)-[:PAYS]->(flow)
OPTIONAL MATCH (flow)-[:TO]->(payee:Organisation)
WITH programme, financial_year, basis, flow.id AS flow_id, flow.amount_pence AS pence, min(payer.id) AS payer_id,
     min(payee.id) AS payee_id
WITH programme, financial_year, basis, count(DISTINCT payer_id) AS payers, count(DISTINCT payee_id) AS payees,
     count(*) AS flows, coalesce(sum(pence), 0) AS amount_pence
WHERE amount_pence < 10000000
RETURN financial_year, basis, programme.id AS programme, programme.name AS name,
       coalesce(programme.ring_fence, '') AS ring_fence, payers, payees, flows, amount_pence
ORDER BY financial_year, basis, amount_pence, programme
