// Which needs does a programme of central government pay for beside a programme of a local body?
//
// A programme is central or local by who pays under it: local is local government, the NHS, police, fire, education
// and other public bodies. Money that names no need or no programme is in no row.
//
// question  19
// param  need            string   id or name of the need; '' = all
// param  year            string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    need            string   id of the need
// row    need_name       string   its name
// row    financial_year  string   financial year; '' = unknown
// row    basis           string   basis of the money
// row    central         string   id of the programme that central government pays
// row    central_name    string   its name
// row    central_pence   integer  pence that central government pays under it for the need
// row    local           string   id of the other programme
// row    local_name      string   its name
// row    local_pence     integer  pence that local bodies pay under that for the need
MATCH (flow:FundingFlow)-[:UNDER]->(central:Programme)
WHERE flow.detail = 'itemised' AND ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
MATCH (flow)-[:TOWARDS]->(need:Need)
WHERE $need = '' OR need.id = $need OR need.name = $need
MATCH (department:Organisation)-[:PAYS]->(flow)
WHERE department.sector = 'central'
WITH need, central, coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis,
     coalesce(sum(flow.amount_pence), 0) AS central_pence
MATCH (line:FundingFlow)-[:TOWARDS]->(need)
WHERE line.detail = 'itemised' AND coalesce(line.financial_year, '') = financial_year AND line.basis = basis
MATCH (line)-[:UNDER]->(local:Programme)
WHERE local.id <> central.id
MATCH (body:Organisation)-[:PAYS]->(line)
WHERE body.sector IN ['local', 'nhs', 'police', 'fire', 'education', 'other_public']
WITH need, financial_year, basis, central, central_pence, local, coalesce(sum(line.amount_pence), 0) AS local_pence
RETURN need.id AS need, need.name AS need_name, financial_year, basis, central.id AS central,
       central.name AS central_name, central_pence, local.id AS local, local.name AS local_name, local_pence
ORDER BY need, financial_year, basis, central, local
