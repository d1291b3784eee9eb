// Which suppliers do several bodies pay for the same kind of work?
//
// The same kind of work: the same words in `purpose`, capitals and spaces aside. Each buyer paid more than it took
// back. A body that pays others itself, in that year and on that basis, is no supplier: that money is passed between
// bodies.
//
// question  17
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    supplier        string   id of the body that is paid
// row    name            string   its name
// row    work            string   what for, in the sources' words
// row    buyers          integer  how many bodies pay it for that
// row    flows           integer  how many payments, grants or contracts
// row    amount_pence    integer  pence of these
MATCH (buyer:Organisation)-[:PAYS]->(flow:FundingFlow)
WHERE flow.detail = 'itemised' AND flow.purpose <> '' AND ($year = '' OR flow.financial_year = $year)
  AND ($basis = '' OR flow.basis = $basis)
MATCH (flow)-[:TO]->(supplier:Organisation)
WITH buyer, supplier, coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis,
     toLower(trim(flow.purpose)) AS work, count(*) AS lines, coalesce(sum(flow.amount_pence), 0) AS pence
WHERE pence > 0 AND work <> '' AND buyer.id <> supplier.id
WITH supplier, financial_year, basis, work, count(buyer) AS buyers, coalesce(sum(lines), 0) AS flows,
     coalesce(sum(pence), 0) AS amount_pence
WHERE buyers > 1
  AND NOT EXISTS { MATCH (supplier)-[:PAYS]->(own:FundingFlow)
                   WHERE own.detail = 'itemised' AND coalesce(own.financial_year, '') = financial_year
                     AND own.basis = basis }
RETURN financial_year, basis, supplier.id AS supplier, supplier.name AS name, work, buyers, flows, amount_pence
ORDER BY financial_year, basis, amount_pence DESC, supplier, work
