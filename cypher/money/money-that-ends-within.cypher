// Which money ends between two days, and how many services does it pay for?
//
// Money without an end date is in no row: it is not known when it ends.
//
// question  7
// param  from            string   first day, e.g. 2010-01-01; '' = no bound
// param  until           string   last day, e.g. 2010-12-31; '' = no bound
// param  basis           string   basis, e.g. contract; '' = all
// row    last_day        string   the day the money ends
// row    flow            string   id of the payment, grant or contract
// row    basis           string   basis of the money
// row    financial_year  string   financial year; '' = unknown
// row    amount_pence    integer  pence of this one statement; empty = unknown
// row    purpose         string   what for, in the source's words
// row    payer           string   id of the body that pays
// row    payer_name      string   its name
// row    payee           string   id of the body that is paid; '' = not known
// row    payee_name      string   its name
// row    services        integer  how many services on our list it pays for
MATCH (flow:FundingFlow)
WHERE flow.ends <> '' AND ($from = '' OR flow.ends >= $from) AND ($until = '' OR flow.ends <= $until)
  AND ($basis = '' OR flow.basis = $basis)
MATCH (payer:Organisation)-[:PAYS]->(flow)
OPTIONAL MATCH (flow)-[:TO]->(payee:Organisation)
OPTIONAL MATCH (flow)-[:FOR]->(service:Service)
WITH flow, payer, payee, count(DISTINCT service) AS services
RETURN flow.ends AS last_day, flow.id AS flow, flow.basis AS basis, coalesce(flow.financial_year, '') AS financial_year,
       flow.amount_pence AS amount_pence, coalesce(flow.purpose, '') AS purpose, payer.id AS payer,
       payer.name AS payer_name, coalesce(payee.id, '') AS payee, coalesce(payee.name, '') AS payee_name, services
ORDER BY last_day, flow, payer, payee
