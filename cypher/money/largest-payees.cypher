// Who is paid most, and by how many?
//
// Itemised money with a known payee only. What a body pays to itself is left out. Money that a payee passes on stands
// once more with whoever gets it: these rows are not to be added up.
//
// param  payer           string   id or name of the body that pays; '' = all
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    payee           string   id of the body that is paid
// row    name            string   its name
// row    sector          string   its sector
// row    payers          integer  how many bodies pay it
// row    flows           integer  how many payments, grants or contracts
// row    amount_pence    integer  pence in that year, of that basis
MATCH (payer:Organisation)-[funds:FUNDS]->(payee:Organisation)
WHERE payer.id <> payee.id AND ($year = '' OR funds.financial_year = $year) AND ($basis = '' OR funds.basis = $basis)
WITH payer, payee, coalesce(funds.financial_year, '') AS financial_year, funds.basis AS basis,
     funds.flows AS lines, funds.amount_pence AS pence
WHERE $payer = '' OR payer.id = $payer OR payer.name = $payer
RETURN financial_year, basis, payee.id AS payee, payee.name AS name, coalesce(payee.sector, 'unknown') AS sector,
       count(DISTINCT payer) AS payers, coalesce(sum(lines), 0) AS flows, coalesce(sum(pence), 0) AS amount_pence
ORDER BY financial_year, basis, amount_pence DESC, payee
