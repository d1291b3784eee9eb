// Who funds an organisation, the largest first?
//
// Itemised money with a known payee only; pay, benefits and small payments are on no list.
//
// param  organisation    string   id or name of the body that is paid; '' = all
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    organisation    string   id of the body that is paid
// row    name            string   its name
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    funder          string   id of the body that pays
// row    funder_name     string   its name
// row    flows           integer  how many payments, grants or contracts
// row    amount_pence    integer  pence in that year, of that basis
MATCH (funder:Organisation)-[funds:FUNDS]->(organisation:Organisation)
WHERE ($year = '' OR funds.financial_year = $year) AND ($basis = '' OR funds.basis = $basis)
WITH funder, organisation, coalesce(funds.financial_year, '') AS financial_year, funds.basis AS basis,
     funds.flows AS lines, funds.amount_pence AS pence
WHERE $organisation = '' OR organisation.id = $organisation OR organisation.name = $organisation
RETURN organisation.id AS organisation, organisation.name AS name, financial_year, basis, funder.id AS funder,
       funder.name AS funder_name, coalesce(sum(lines), 0) AS flows, coalesce(sum(pence), 0) AS amount_pence
ORDER BY organisation, financial_year, basis, amount_pence DESC, funder
