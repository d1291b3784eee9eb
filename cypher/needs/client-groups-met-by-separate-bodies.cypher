// How many separate bodies meet the needs of one client group in one place?
//
// question  24
// param  client_group       string   id or name of the client group; '' = all
// param  place              string   id or name of the place; '' = all
// row    client_group       string   id of the client group
// row    client_group_name  string   its name
// row    place              string   id of the place
// row    place_name         string   its name
// row    bodies             integer  how many bodies run services for the group there
// row    services           integer  how many services
// row    needs              integer  how many needs they meet
// row    no_provider        integer  how many of the services have no known provider
MATCH (service:Service)-[:SERVES]->(client_group:ClientGroup)
WHERE $client_group = '' OR client_group.id = $client_group OR client_group.name = $client_group
MATCH (service)-[:AVAILABLE_IN]->(place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
WITH DISTINCT service, client_group, place
OPTIONAL MATCH (provider:Organisation)-[:PROVIDES]->(service)
OPTIONAL MATCH (service)-[:MEETS]->(need:Need)
WITH client_group, place, count(DISTINCT provider) AS bodies, count(DISTINCT service) AS services,
     count(DISTINCT need) AS needs,
     count(DISTINCT CASE WHEN provider.id IS NULL THEN service.id ELSE NULL END) AS no_provider
RETURN client_group.id AS client_group, client_group.name AS client_group_name, place.id AS place,
       place.name AS place_name, bodies, services, needs, no_provider
ORDER BY bodies DESC, services DESC, client_group, place
