// How much of what a body receives from others on our list does it not list as paid onward?
//
// Kept is what pays its own staff, costs and small payments, or goes on in a list we do not have: an upper bound. What
// a body pays to itself is left out. A body that lists no payment of its own is in no row: nothing is known of it.
//
// question  4
// param  organisation    string   id or name of the body in between; '' = all
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    organisation    string   id of the body in between
// row    name            string   its name
// row    funders         integer  how many bodies on our list pay it
// row    received_pence  integer  pence they pay to it
// row    onward_pence    integer  pence that it lists as paid to others, whoever it came from
// row    kept_pence      integer  pence received and not listed onward, never below 0
// row    kept_share      float    share of what it received, 0 to 1
MATCH (body:Organisation)
WHERE $organisation = '' OR body.id = $organisation OR body.name = $organisation
MATCH (body)-[:PAYS]->(flow:FundingFlow)
WHERE flow.detail = 'itemised' AND ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
OPTIONAL MATCH (flow)-[:TO]->(payee:Organisation)
WITH body, flow, coalesce(min(payee.id), '') AS payee
WITH body, coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis,
     coalesce(sum(CASE WHEN payee = body.id THEN 0 ELSE flow.amount_pence END), 0) AS onward_pence
MATCH (funder:Organisation)-[funds:FUNDS]->(body)
WHERE funder.id <> body.id AND coalesce(funds.financial_year, '') = financial_year AND funds.basis = basis
WITH body, financial_year, basis, onward_pence, count(DISTINCT funder) AS funders,
     coalesce(sum(funds.amount_pence), 0) AS received_pence
WHERE received_pence > 0
WITH body, financial_year, basis, funders, received_pence, onward_pence,
     CASE WHEN received_pence > onward_pence THEN received_pence - onward_pence ELSE 0 END AS kept_pence
RETURN financial_year, basis, body.id AS organisation, body.name AS name, funders, received_pence, onward_pence,
       kept_pence, 1.0 * kept_pence / received_pence AS kept_share
ORDER BY financial_year, basis, kept_pence DESC, organisation
