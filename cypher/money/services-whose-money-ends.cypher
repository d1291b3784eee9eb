// Which services have money that ends between two days, and what falls with it?
//
// Money that has an end date and pays for a service on our list. Where no other money lasts or has no end, the service
// may fall with it; money that names no service may pay for it too.
//
// question  7
// param  from             string   first day, e.g. 2010-01-01; '' = no bound
// param  until            string   last day, e.g. 2010-12-31; '' = no bound
// param  basis            string   basis, e.g. payment; '' = all, a row each
// row    first_day        string   the first day in between on which money for the service ends
// row    service          string   id of the service
// row    name             string   its name
// row    provider_name    string   who runs it, the first by name; '' = not known
// row    financial_year   string   financial year; '' = unknown
// row    basis            string   basis of the money
// row    flows            integer  how many payments, grants or contracts end in between
// row    amount_pence     integer  pence of these
// row    lasting_flows    integer  how many others for the service, of any year and basis, last longer
// row    endless_flows    integer  how many others do not say when they end
// row    needs            integer  how many needs the service meets
// row    people_per_year  integer  how many people it helps a year; empty = unknown
MATCH (flow:FundingFlow)
WHERE flow.ends <> '' AND ($from = '' OR flow.ends >= $from) AND ($until = '' OR flow.ends <= $until)
  AND ($basis = '' OR flow.basis = $basis)
MATCH (flow)-[:FOR]->(service:Service)
WITH service, coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis, min(flow.ends) AS first_day,
     count(*) AS flows, coalesce(sum(flow.amount_pence), 0) AS amount_pence
OPTIONAL MATCH (other:FundingFlow)-[:FOR]->(service)
WITH service, financial_year, basis, first_day, flows, amount_pence,
     coalesce(sum(CASE WHEN $until <> '' AND other.ends > $until THEN 1 ELSE 0 END), 0) AS lasting_flows,
     coalesce(sum(CASE WHEN coalesce(other.ends, '') = '' THEN 1 ELSE 0 END), 0) AS endless_flows
OPTIONAL MATCH (provider:Organisation)-[:PROVIDES]->(service)
WITH service, financial_year, basis, first_day, flows, amount_pence, lasting_flows, endless_flows,
     coalesce(min(provider.name), '') AS provider_name
RETURN first_day, service.id AS service, service.name AS name, provider_name, financial_year, basis, flows,
       amount_pence, lasting_flows, endless_flows, COUNT { MATCH (service)-[:MEETS]->(need:Need) } AS needs,
       service.people_per_year AS people_per_year
ORDER BY first_day, service, financial_year, basis
