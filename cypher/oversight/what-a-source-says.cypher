// What does each source say, and of how much money?
//
// param  source          string   id or file name of the source; '' = all
// row    source          string   id of the source
// row    file            string   name of the file or package
// row    publisher       string   who publishes it
// row    dataset         string   name of the dataset
// row    as_of           string   last day the data speaks of; '' = not stated
// row    licence         string   licence; '' = not stated
// row    organisations   integer  how many rows speak of organisations
// row    services        integer  how many rows speak of services
// row    financial_year  string   financial year of money; '' = unknown, or no money
// row    basis           string   basis of the money; '' = no money
// row    detail          string   itemised or count; '' = no money
// row    flows           integer  how many statements of money
// row    amount_pence    integer  pence of these
MATCH (source:Source)
WHERE $source = '' OR source.id = $source OR source.file = $source
OPTIONAL MATCH (record:Record)-[:STATED_IN]->(source)
WITH source, count(DISTINCT CASE WHEN record.kind = 'organisation' THEN record.id ELSE NULL END) AS organisations,
     count(DISTINCT CASE WHEN record.kind = 'service' THEN record.id ELSE NULL END) AS services
OPTIONAL MATCH (flow:FundingFlow)-[:STATED_IN]->(source)
WITH DISTINCT source, organisations, services, flow
RETURN source.id AS source, coalesce(source.file, '') AS file, coalesce(source.publisher, '') AS publisher,
       coalesce(source.dataset, '') AS dataset, coalesce(source.as_of, '') AS as_of,
       coalesce(source.licence, '') AS licence, organisations, services,
       coalesce(flow.financial_year, '') AS financial_year, coalesce(flow.basis, '') AS basis,
       coalesce(flow.detail, '') AS detail, count(flow) AS flows, coalesce(sum(flow.amount_pence), 0) AS amount_pence
ORDER BY source, financial_year, basis, detail
