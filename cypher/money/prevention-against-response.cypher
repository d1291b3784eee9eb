// How much goes into preventing need, and how much into responding to it?
//
// Lines of the high-level count: no other source says which is which.
//
// question  6  in part: by theme, not by need
// param  year             string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis            string   basis, e.g. outturn; '' = all, a row each
// row    financial_year   string   financial year; '' = unknown
// row    basis            string   basis of the money
// row    theme            string   theme, or 'not yet themed'
// row    prevention_pence integer  pence for prevention
// row    response_pence   integer  pence for response
// row    not_stated_pence integer  pence where the source does not say
MATCH (body:Organisation)-[:PAYS]->(flow:FundingFlow)
WHERE flow.detail = 'count' AND ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
WITH coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis,
     coalesce(flow.theme, 'not yet themed') AS theme, coalesce(flow.prevention_or_response, 'unknown') AS way,
     flow.amount_pence AS pence
RETURN financial_year, basis, theme,
       coalesce(sum(CASE WHEN way = 'prevention' THEN pence ELSE 0 END), 0) AS prevention_pence,
       coalesce(sum(CASE WHEN way = 'response' THEN pence ELSE 0 END), 0) AS response_pence,
       coalesce(sum(CASE WHEN way = 'unknown' THEN pence ELSE 0 END), 0) AS not_stated_pence
ORDER BY financial_year, basis, theme
