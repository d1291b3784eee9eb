// How many hops may the money for services make before it reaches the people they serve?
//
// One hop: a body that none on our list pays, in that year and on that basis, pays for the service. Two: another body
// pays that one. Three stands for three or more. That the pounds of one hop are those of the next is not known.
//
// question  3
// param  organisation    string   id or name of the body that pays for services; '' = all
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    payer           string   id of the body that pays for services
// row    name            string   its name
// row    services        integer  how many services on our list it pays for
// row    amount_pence    integer  pence for these services, in that year and of that basis
// row    funders         integer  how many other bodies on our list pay this one
// row    hops            integer  1, 2 or 3; 3 = three or more
MATCH (payer:Organisation)
WHERE $organisation = '' OR payer.id = $organisation OR payer.name = $organisation
MATCH (payer)-[:PAYS]->(flow:FundingFlow)
WHERE ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
MATCH (flow)-[:FOR]->(service:Service)
WITH payer, flow, min(service.id) AS service
WITH payer, coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis,
     count(DISTINCT service) AS services, coalesce(sum(flow.amount_pence), 0) AS amount_pence
OPTIONAL MATCH (funder:Organisation)-[into:FUNDS]->(payer)
WHERE funder.id <> payer.id AND coalesce(into.financial_year, '') = financial_year AND into.basis = basis
WITH DISTINCT payer, financial_year, basis, services, amount_pence, funder
OPTIONAL MATCH (first:Organisation)-[before:FUNDS]->(funder)
WHERE first.id <> funder.id AND coalesce(before.financial_year, '') = financial_year AND before.basis = basis
WITH payer, financial_year, basis, services, amount_pence, count(DISTINCT funder) AS funders, count(first) AS firsts
RETURN financial_year, basis, payer.id AS payer, payer.name AS name, services, amount_pence, funders,
       CASE WHEN funders = 0 THEN 1 WHEN firsts = 0 THEN 2 ELSE 3 END AS hops
ORDER BY financial_year, basis, hops DESC, amount_pence DESC, payer
