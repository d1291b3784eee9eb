// How many organisations may a client of one group meet where he or she lives?
//
// Bodies that run services for the group in a place, counted in each place that has any. Nobody's path is followed: a
// client may meet fewer, or others that are on no list. Services that are inactive, defunct or closed are left out.
//
// question  26
// param  client_group       string   id or name of the client group; '' = all
// param  place              string   id or name of the place; '' = all
// row    client_group       string   id of the client group
// row    client_group_name  string   its name
// row    places             integer  in how many places somebody runs a service for the group
// row    fewest             integer  fewest bodies in one of these places
// row    average            float    bodies in a place, on average
// row    most               integer  most bodies in one of these places
// row    services           integer  services for the group in a place, added up over the places
MATCH (service:Service)-[:SERVES]->(client_group:ClientGroup)
WHERE ($client_group = '' OR client_group.id = $client_group OR client_group.name = $client_group)
  AND NOT toLower(trim(coalesce(service.status, ''))) IN ['inactive', 'defunct', 'closed']
MATCH (service)-[:AVAILABLE_IN]->(place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
MATCH (body:Organisation)-[:PROVIDES]->(service)
WITH client_group, place, count(DISTINCT body) AS bodies, count(DISTINCT service) AS offers
WITH client_group, count(place) AS places, min(bodies) AS fewest, coalesce(sum(bodies), 0) AS every,
     max(bodies) AS most, coalesce(sum(offers), 0) AS services
RETURN client_group.id AS client_group, client_group.name AS client_group_name, places, fewest,
       1.0 * every / places AS average, most, services
ORDER BY average DESC, client_group
