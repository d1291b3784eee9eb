// Which services meet a need in a place, and who runs them?
//
// With the narrower needs that make up the need, and with services of larger places around the place.
//
// question  11  in part: who runs them, not who pays
// param  need           string   id or name of the need; '' = all
// param  place          string   id or name of the place; '' = all
// row    place          string   id of the place
// row    place_name     string   its name
// row    need           string   id of the need
// row    need_name      string   its name
// row    service        string   id of the service
// row    service_name   string   its name
// row    status         string   active, planned and so on; '' = not stated
// row    provider       string   id of a body that runs it; '' = not known
// row    provider_name  string   its name
MATCH (place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
MATCH (place)-[:PART_OF*0..5]->(area:Place)
WITH DISTINCT place, area
MATCH (service:Service)-[:AVAILABLE_IN]->(area)
WITH DISTINCT place, service
MATCH (service)-[:MEETS]->(met:Need)
MATCH (met)-[:BROADER*0..5]->(need:Need)
WHERE $need = '' OR need.id = $need OR need.name = $need
WITH DISTINCT place, service, need
OPTIONAL MATCH (provider:Organisation)-[:PROVIDES]->(service)
RETURN DISTINCT place.id AS place, place.name AS place_name, need.id AS need, need.name AS need_name,
       service.id AS service, service.name AS service_name, coalesce(service.status, '') AS status,
       coalesce(provider.id, '') AS provider, coalesce(provider.name, '') AS provider_name
ORDER BY place, need, service, provider
