// Who gets more than three quarters of its listed money from one funder?
//
// A share of the money that our lists show, not of its whole income: fees, gifts and money from elsewhere are on none.
// What a body pays to itself is left out, and bodies whose credits outweigh what they were paid are too.
//
// question  10
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    organisation    string   id of the body that is paid
// row    name            string   its name
// row    funder          string   id of the funder it depends on
// row    funder_name     string   its name
// row    funders         integer  how many bodies pay it at all
// row    funder_pence    integer  pence from that funder
// row    received_pence  integer  pence from all funders on our lists
// row    share           float    the funder's share, 0 to 1; above 1 where others took money back
MATCH (payer:Organisation)-[paid:FUNDS]->(organisation:Organisation)
WHERE payer.id <> organisation.id AND ($year = '' OR paid.financial_year = $year)
  AND ($basis = '' OR paid.basis = $basis)
WITH organisation, coalesce(paid.financial_year, '') AS financial_year, paid.basis AS basis,
     count(DISTINCT payer) AS funders, coalesce(sum(paid.amount_pence), 0) AS received_pence
WHERE received_pence > 0
MATCH (funder:Organisation)-[funds:FUNDS]->(organisation)
WHERE funder.id <> organisation.id AND coalesce(funds.financial_year, '') = financial_year AND funds.basis = basis
WITH organisation, financial_year, basis, funders, received_pence, funder,
     coalesce(sum(funds.amount_pence), 0) AS funder_pence
WHERE funder_pence * 100 > received_pence * 75
RETURN financial_year, basis, organisation.id AS organisation, organisation.name AS name, funder.id AS funder,
       funder.name AS funder_name, funders, funder_pence, received_pence,
       1.0 * funder_pence / received_pence AS share
ORDER BY financial_year, basis, received_pence DESC, organisation, funder
