// How much money is listed for each theme?
//
// As listed: what one body on our list pays to another may stand in it twice. `tpgraph find money` counts it once.
// Payment files leave out pay, benefits and small payments. Lines with a payee (itemised) and lines of the high-level
// count (count) of one body tell of the same pounds, so they stand in rows of their own; never add the two.
//
// question  2  in part: by theme, not by who controls it
// param  payer                 string   id or name of the body that pays; '' = all
// param  year                  string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis                 string   basis, e.g. payment; '' = all, a row each
// row    financial_year        string   financial year; '' = unknown
// row    basis                 string   basis of the money
// row    detail                string   itemised or count
// row    theme                 string   theme, or 'not yet themed'
// row    flows                 integer  how many statements of money
// row    revenue_pence         integer  pence of revenue
// row    capital_pence         integer  pence of capital
// row    capital_unknown_pence integer  pence where revenue or capital is not stated
// row    listed_pence          integer  the three together
MATCH (payer:Organisation)
WHERE $payer = '' OR payer.id = $payer OR payer.name = $payer
MATCH (payer)-[:PAYS]->(flow:FundingFlow)
WHERE ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
WITH coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis, flow.detail AS detail,
     coalesce(flow.theme, 'not yet themed') AS theme, coalesce(flow.capital, 'unknown') AS capital,
     flow.amount_pence AS pence
RETURN financial_year, basis, detail, theme, count(*) AS flows,
       coalesce(sum(CASE WHEN capital = 'false' THEN pence ELSE 0 END), 0) AS revenue_pence,
       coalesce(sum(CASE WHEN capital = 'true' THEN pence ELSE 0 END), 0) AS capital_pence,
       coalesce(sum(CASE WHEN capital = 'unknown' THEN pence ELSE 0 END), 0) AS capital_unknown_pence,
       coalesce(sum(pence), 0) AS listed_pence
ORDER BY financial_year, basis, detail, listed_pence DESC, theme
