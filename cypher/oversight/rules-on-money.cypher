// Which rules say what money may buy, and which needs and bodies does it reach?
//
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
RETURN 1 AS x
