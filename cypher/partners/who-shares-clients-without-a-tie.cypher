// Which two bodies serve the same client group in the same place and have no tie on our lists?
//
// A tie: they work together, one pays, owns or follows the other, they may be one body, they share a service, or their
// services refer to each other. Our lists do not hold every tie: ask them.
//
// question  29
// param  client_group       string   id or name of the client group; '' = all
// param  place              string   id or name of the place; '' = all
// row    client_group       string   id of the client group
// row    client_group_name  string   its name
// row    place              string   id of the place
// row    place_name         string   its name
// row    body               string   id of the one body
// row    body_name          string   its name
// row    other              string   id of the other body
// row    other_name         string   its name
// row    services           integer  how many services for the group there the one runs
// row    other_services     integer  how many the other runs
MATCH (service:Service)-[:SERVES]->(client_group:ClientGroup)
WHERE $client_group = '' OR client_group.id = $client_group OR client_group.name = $client_group
MATCH (service)-[:AVAILABLE_IN]->(place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
MATCH (body:Organisation)-[:PROVIDES]->(service)
WITH client_group, place, body, count(DISTINCT service) AS services
MATCH (near:Service)-[:AVAILABLE_IN]->(place)
WHERE EXISTS { MATCH (near)-[:SERVES]->(client_group) }
MATCH (other:Organisation)-[:PROVIDES]->(near)
WHERE body.id < other.id
WITH client_group, place, body, services, other, count(DISTINCT near) AS other_services
WHERE NOT EXISTS { MATCH (body)-[:WORKS_WITH|FUNDS|OWNED_BY|SUCCEEDED_BY|SAME_AS]-(other) }
  AND NOT EXISTS { MATCH (body)-[:PROVIDES|COMMISSIONS]->(shared:Service)<-[:PROVIDES|COMMISSIONS]-(other) }
  AND NOT EXISTS { MATCH (body)-[:PROVIDES]->(sends:Service)-[:REFERS_TO]-(takes:Service)<-[:PROVIDES]-(other) }
RETURN client_group.id AS client_group, client_group.name AS client_group_name, place.id AS place,
       place.name AS place_name, body.id AS body, body.name AS body_name, other.id AS other,
       other.name AS other_name, services, other_services
ORDER BY client_group, place, body, other
