// How much money is listed, and how much is not known of it?
//
// As listed: what one body on our list pays to another may stand in it twice; `money-counted-once` takes that off.
// Lines with a payee (itemised) and lines of the high-level count (count) tell of the same pounds: never add the two.
// A year of '' is itself unknown. Payment files leave out pay, benefits and small payments.
//
// question  1
// param  payer                  string   id or name of the body that pays; '' = all
// param  year                   string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis                  string   basis, e.g. payment; '' = all, a row each
// row    financial_year         string   financial year; '' = unknown
// row    basis                  string   basis of the money
// row    detail                 string   itemised or count
// row    bodies                 integer  how many bodies pay
// row    flows                  integer  how many statements of money
// row    amounts_unknown        integer  how many of these give no amount
// row    listed_pence           integer  pence of the others
// row    payee_unknown_pence    integer  pence of itemised lines whose payee is redacted, blank or not stated
// row    theme_unknown_pence    integer  pence without a theme
// row    capital_unknown_pence  integer  pence where revenue or capital is not stated
MATCH (payer:Organisation)
WHERE $payer = '' OR payer.id = $payer OR payer.name = $payer
MATCH (payer)-[:PAYS]->(flow:FundingFlow)
WHERE ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
WITH coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis, flow.detail AS detail, payer.id AS payer,
     flow.amount_pence AS pence, coalesce(flow.payee_status, 'blank') AS payee, coalesce(flow.theme, '') AS theme,
     coalesce(flow.capital, 'unknown') AS capital
RETURN financial_year, basis, detail, count(DISTINCT payer) AS bodies, count(*) AS flows,
       count(*) - count(pence) AS amounts_unknown, coalesce(sum(pence), 0) AS listed_pence,
       coalesce(sum(CASE WHEN detail = 'itemised' AND payee IN ['redacted', 'blank'] THEN pence ELSE 0 END), 0)
           AS payee_unknown_pence,
       coalesce(sum(CASE WHEN theme = '' THEN pence ELSE 0 END), 0) AS theme_unknown_pence,
       coalesce(sum(CASE WHEN capital = 'unknown' THEN pence ELSE 0 END), 0) AS capital_unknown_pence
ORDER BY financial_year, basis, detail
