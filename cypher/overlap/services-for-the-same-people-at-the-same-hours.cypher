// Which two services meet the same need of the same people in the same place, and are they open at the same hours?
//
// A question, not a fault: choice, culture and resilience are good reasons to have two. Services that are inactive,
// defunct or closed are left out.
//
// question  12
// param  need               string   id or name of the need; '' = all
// param  client_group       string   id or name of the client group; '' = all
// param  place              string   id or name of the place; '' = all
// row    place              string   id of the place
// row    place_name         string   its name
// row    need               string   id of the need
// row    need_name          string   its name
// row    client_group       string   id of the client group
// row    client_group_name  string   its name
// row    service            string   id of the one service
// row    service_name       string   its name
// row    other              string   id of the other service
// row    other_name         string   its name
// row    hours              string   same, different or not stated
// row    opening            string   when the one is open; '' = not stated
// row    other_opening      string   when the other is; '' = not stated
MATCH (place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
MATCH (service:Service)-[:AVAILABLE_IN]->(place)
WHERE NOT toLower(trim(coalesce(service.status, ''))) IN ['inactive', 'defunct', 'closed']
MATCH (service)-[:MEETS]->(need:Need)
WHERE $need = '' OR need.id = $need OR need.name = $need
MATCH (service)-[:SERVES]->(client_group:ClientGroup)
WHERE $client_group = '' OR client_group.id = $client_group OR client_group.name = $client_group
WITH place, need, client_group, collect(DISTINCT service) AS every
WHERE size(every) > 1
UNWIND every AS service
UNWIND every AS other
WITH place, need, client_group, service, other, toLower(trim(coalesce(service.opening, ''))) AS opens,
     toLower(trim(coalesce(other.opening, ''))) AS other_opens
WHERE service.id < other.id
RETURN place.id AS place, place.name AS place_name, need.id AS need, need.name AS need_name,
       client_group.id AS client_group, client_group.name AS client_group_name, service.id AS service,
       service.name AS service_name, other.id AS other, other.name AS other_name,
       CASE WHEN opens = '' OR other_opens = '' THEN 'not stated' WHEN opens = other_opens THEN 'same'
            ELSE 'different' END AS hours,
       coalesce(service.opening, '') AS opening, coalesce(other.opening, '') AS other_opening
ORDER BY place, need, client_group, service, other
