// Which bodies are on the map, how many services do they run, and what do they pay and receive?
//
// A row for each year and basis in which a body has itemised money, and one row with '' for both where it has none:
// two bases or two years are never added. 0 flows = nothing on our lists, which is not the same as nothing. Payment
// files leave out pay, benefits and small payments. What a body pays to itself is in both sums.
//
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    id              string   id of the body
// row    name            string   its name
// row    sector          string   its sector
// row    services        integer  how many services on our list it provides
// row    financial_year  string   financial year of the money; '' = unknown, or no money listed
// row    basis           string   basis of the money; '' = no money listed
// row    paid_flows      integer  how many lines it pays
// row    paid_pence      integer  pence it pays
// row    received_flows  integer  how many lines it receives
// row    received_pence  integer  pence it receives
MATCH (body:Organisation)
OPTIONAL MATCH (body)-[:PROVIDES]->(service:Service)
WITH body, count(DISTINCT service) AS services
OPTIONAL MATCH (body)-[:PAYS|TO]-(flow:FundingFlow)
WHERE flow.detail = 'itemised' AND ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
WITH DISTINCT body, services, flow
WITH body, services, coalesce(flow.financial_year, '') AS financial_year, coalesce(flow.basis, '') AS basis,
     coalesce(flow.amount_pence, 0) AS pence,
     CASE WHEN flow IS NULL THEN 0
          WHEN EXISTS { MATCH (flow)<-[:PAYS]-(payer:Organisation) WHERE payer.id = body.id } THEN 1 ELSE 0 END AS pays,
     CASE WHEN flow IS NULL THEN 0
          WHEN EXISTS { MATCH (flow)-[:TO]->(payee:Organisation) WHERE payee.id = body.id } THEN 1 ELSE 0 END
         AS receives
RETURN body.id AS id, body.name AS name, coalesce(body.sector, 'unknown') AS sector, services, financial_year, basis,
       coalesce(sum(pays), 0) AS paid_flows,
       coalesce(sum(CASE WHEN pays = 1 THEN pence ELSE 0 END), 0) AS paid_pence,
       coalesce(sum(receives), 0) AS received_flows,
       coalesce(sum(CASE WHEN receives = 1 THEN pence ELSE 0 END), 0) AS received_pence
ORDER BY id, financial_year, basis
