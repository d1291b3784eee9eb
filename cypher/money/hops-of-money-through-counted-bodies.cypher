// Where can the money of a body go in two hops, through another body that pays?
//
// Each hop is a sum of one year and one basis. That the pounds of the second hop are those of the first is not known:
// the body in between has other money too.
//
// question  3  in part: two hops between bodies, not the last one to a client
// param  organisation    string   id or name of the body the money starts from; '' = all
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    payer           string   id of the body the money starts from
// row    payer_name      string   its name
// row    through         string   id of the body in between
// row    through_name    string   its name
// row    payee           string   id of the body that the second hop reaches; may be the first body again
// row    payee_name      string   its name
// row    first_pence     integer  pence of the first hop
// row    second_pence    integer  pence of the second hop
MATCH (payer:Organisation)-[first:FUNDS]->(through:Organisation)
WHERE payer.id <> through.id AND ($year = '' OR first.financial_year = $year) AND ($basis = '' OR first.basis = $basis)
WITH payer, through, coalesce(first.financial_year, '') AS financial_year, first.basis AS basis,
     coalesce(sum(first.amount_pence), 0) AS first_pence
WHERE $organisation = '' OR payer.id = $organisation OR payer.name = $organisation
MATCH (through)-[second:FUNDS]->(payee:Organisation)
WHERE payee.id <> through.id AND coalesce(second.financial_year, '') = financial_year AND second.basis = basis
WITH payer, through, payee, financial_year, basis, first_pence, coalesce(sum(second.amount_pence), 0) AS second_pence
RETURN financial_year, basis, payer.id AS payer, payer.name AS payer_name, through.id AS through,
       through.name AS through_name, payee.id AS payee, payee.name AS payee_name, first_pence, second_pence
ORDER BY financial_year, basis, payer, through, second_pence DESC, payee
