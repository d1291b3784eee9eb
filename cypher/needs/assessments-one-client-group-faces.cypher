// Which services for one client group speak of an assessment?
//
// A service whose way in, conditions, description or name holds the word, in any form. Lists seldom say it: there will
// be more. Services that are inactive, defunct or closed are left out.
//
// question  14
// param  client_group       string   id or name of the client group; '' = all
// param  place              string   id or name of the place; '' = all
// row    client_group       string   id of the client group
// row    client_group_name  string   its name
// row    service            string   id of the service
// row    service_name       string   its name
// row    provider_name      string   who runs it, the first by name; '' = not known
// row    said_in            string   way in, conditions, description or name: the first that speaks of it
// row    words              string   what stands there
MATCH (service:Service)-[:SERVES]->(client_group:ClientGroup)
WHERE ($client_group = '' OR client_group.id = $client_group OR client_group.name = $client_group)
  AND NOT toLower(trim(coalesce(service.status, ''))) IN ['inactive', 'defunct', 'closed']
WITH DISTINCT service, client_group
WHERE $place = '' OR EXISTS { MATCH (service)-[:AVAILABLE_IN]->(place:Place)
                              WHERE place.id = $place OR place.name = $place }
WITH service, client_group, CASE WHEN toLower(coalesce(service.way_in, '')) CONTAINS 'assess' THEN 'way in'
         WHEN toLower(coalesce(service.eligibility, '')) CONTAINS 'assess' THEN 'conditions'
         WHEN toLower(coalesce(service.description, '')) CONTAINS 'assess' THEN 'description'
         WHEN toLower(coalesce(service.name, '')) CONTAINS 'assess' THEN 'name' ELSE '' END AS said_in
WHERE said_in <> ''
OPTIONAL MATCH (provider:Organisation)-[:PROVIDES]->(service)
WITH service, client_group, said_in, coalesce(min(provider.name), '') AS provider_name
RETURN client_group.id AS client_group, client_group.name AS client_group_name, service.id AS service,
       service.name AS service_name, provider_name, said_in,
       CASE WHEN said_in = 'way in' THEN service.way_in WHEN said_in = 'conditions' THEN service.eligibility
            WHEN said_in = 'description' THEN service.description ELSE service.name END AS words
ORDER BY client_group, service
