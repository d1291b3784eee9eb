// How much money is listed when what bodies on our list pay to each other is counted once?
//
// Counted once = listed - paid to itself - passed between bodies that pay + received by such a body and not listed
// onward (its pay, own costs and small payments): a lower bound. Itemised money of the bodies that pay in that year
// and on that basis; `tpgraph find money` says which months it covers and takes the bodies you name.
//
// question  1
// question  8
// param  year                     string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis                    string   basis, e.g. payment; '' = all, a row each
// row    financial_year           string   financial year; '' = unknown
// row    basis                    string   basis of the money
// row    bodies                   integer  how many bodies pay
// row    flows                    integer  how many payments, grants or contracts
// row    listed_pence             integer  pence of these as listed
// row    passed_within_pence      integer  pence that bodies pay to themselves
// row    passed_between_pence     integer  pence that these bodies pay to one another
// row    onward_not_listed_pence  integer  pence that such a body received and does not list as paid onward
// row    counted_once_pence       integer  pence counted once
MATCH (body:Organisation)-[:PAYS]->(flow:FundingFlow)
WHERE flow.detail = 'itemised' AND ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
OPTIONAL MATCH (flow)-[:TO]->(payee:Organisation)
WITH body, flow, coalesce(min(payee.id), '') AS payee
WITH body, coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis, count(*) AS lines,
     coalesce(sum(flow.amount_pence), 0) AS listed,
     coalesce(sum(CASE WHEN payee = body.id THEN flow.amount_pence ELSE 0 END), 0) AS within
OPTIONAL MATCH (payer:Organisation)-[into:FUNDS]->(body)
WHERE payer.id <> body.id AND coalesce(into.financial_year, '') = financial_year AND into.basis = basis
WITH body, financial_year, basis, lines, listed, within, coalesce(sum(into.amount_pence), 0) AS received
WITH financial_year, basis, lines, listed, within, received,
     CASE WHEN received > listed - within THEN received - listed + within ELSE 0 END AS kept
WITH financial_year, basis, count(*) AS bodies, coalesce(sum(lines), 0) AS flows,
     coalesce(sum(listed), 0) AS listed_pence, coalesce(sum(within), 0) AS passed_within_pence,
     coalesce(sum(received), 0) AS passed_between_pence, coalesce(sum(kept), 0) AS onward_not_listed_pence
RETURN financial_year, basis, bodies, flows, listed_pence, passed_within_pence, passed_between_pence,
       onward_not_listed_pence,
       listed_pence - passed_within_pence - passed_between_pence + onward_not_listed_pence AS counted_once_pence
ORDER BY financial_year, basis
