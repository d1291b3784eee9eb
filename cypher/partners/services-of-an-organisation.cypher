// Which services does an organisation run or buy?
//
// param  organisation         string   id or name of the body; '' = all
// row    organisation         string   id of the body
// row    name                 string   its name
// row    service              string   id of the service
// row    service_name         string   its name
// row    provides             boolean  true where it runs the service
// row    commissions          boolean  true where it buys or orders it
// row    status               string   active, planned and so on; '' = not stated
// row    theme                string   theme, or 'not yet themed'
// row    needs                integer  how many needs it meets
// row    places               integer  in how many places it is available
// row    cost_pence_per_year  integer  what it costs a year, in pence; empty = unknown
MATCH (body:Organisation)
WHERE $organisation = '' OR body.id = $organisation OR body.name = $organisation
MATCH (body)-[:PROVIDES|COMMISSIONS]->(service:Service)
WITH DISTINCT body, service
OPTIONAL MATCH (service)-[:MEETS]->(need:Need)
WITH body, service, count(DISTINCT need) AS needs
OPTIONAL MATCH (service)-[:AVAILABLE_IN]->(place:Place)
WITH body, service, needs, count(DISTINCT place) AS places
RETURN body.id AS organisation, body.name AS name, service.id AS service, service.name AS service_name,
       EXISTS { MATCH (body)-[:PROVIDES]->(service) } AS provides,
       EXISTS { MATCH (body)-[:COMMISSIONS]->(service) } AS commissions, coalesce(service.status, '') AS status,
       coalesce(service.theme, 'not yet themed') AS theme, needs, places,
       service.cost_pence_per_year AS cost_pence_per_year
ORDER BY organisation, service
