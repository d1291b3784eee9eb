// Which rules say what money may buy, and which needs and bodies does it reach?
//
// question  36
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. award; '' = all, a row each
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    programme       string   id of the stream
// row    name            string   its name
// row    ring_fence      string   the rule in words
// row    needs           integer  how many needs the money is meant for
// row    services        integer  how many services on our list it pays for
// row    flows           integer  how many payments, grants or contracts
// row    amount_pence    integer  pence in that year, of that basis
MATCH (programme:Programme)
WHERE programme.ring_fence <> ''
MATCH (flow:FundingFlow)-[:UNDER]->(programme)
WHERE flow.detail = 'itemised' AND ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
WITH DISTINCT programme, flow
WITH programme, coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis, count(*) AS flows,
     coalesce(sum(flow.amount_pence), 0) AS amount_pence
MATCH (line:FundingFlow)-[:UNDER]->(programme)
WHERE line.detail = 'itemised' AND coalesce(line.financial_year, '') = financial_year AND line.basis = basis
OPTIONAL MATCH (line)-[:TOWARDS]->(need:Need)
OPTIONAL MATCH (line)-[:FOR]->(service:Service)
WITH programme, financial_year, basis, flows, amount_pence, count(DISTINCT need) AS needs,
     count(DISTINCT service) AS services
RETURN financial_year, basis, programme.id AS programme, programme.name AS name,
       programme.ring_fence AS ring_fence, needs, services, flows, amount_pence
ORDER BY financial_year, basis, amount_pence DESC, programme
