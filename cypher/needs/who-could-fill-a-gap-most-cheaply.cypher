// Which provider of a service elsewhere could meet a need that no service meets in a place, at the lowest cost a place?
//
// A gap: people of the place have the need, and no service on our list that is not over meets it in the place or in a
// larger one around it. Over: inactive, defunct or closed, or ended before the day asked about. What a provider's
// service costs elsewhere is no offer for here. Services without a cost or a number of places are left out.
//
// question  28
// param  need                 string   id or name of the need; '' = all
// param  place                string   id or name of the place; '' = all
// param  on                   string   day services must last to, e.g. 2009-04-01; '' = whatever their last day
// row    place                string   id of the place
// row    place_name           string   its name
// row    need                 string   id of the need
// row    need_name            string   its name
// row    provider             string   id of a body that runs a service for the need elsewhere
// row    provider_name        string   its name
// row    service              string   id of that service
// row    service_name         string   its name
// row    places_per_year      integer  places a year it has
// row    cost_pence_per_year  integer  what it costs a year, in pence
// row    pounds_per_place     float    pounds a place
MATCH (need:Need)
WHERE ($need = '' OR need.id = $need OR need.name = $need) AND EXISTS { MATCH (counted:ClientNeed)-[:OF]->(need) }
OPTIONAL MATCH (need)<-[:MEETS]-(here:Service)-[:AVAILABLE_IN]->(area:Place)
WHERE NOT toLower(trim(coalesce(here.status, ''))) IN ['inactive', 'defunct', 'closed']
  AND ($on = '' OR coalesce(here.`end`, '9999') >= $on)
WITH need, collect(DISTINCT area.id) AS served
MATCH (figure:ClientNeed)-[:OF]->(need)
MATCH (figure)-[:LIVING_IN]->(place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
MATCH (place)-[:PART_OF*0..5]->(around:Place)
WITH DISTINCT need, place, CASE WHEN around.id IN served THEN 1 ELSE 0 END AS found
WITH need, place, max(found) AS found
WHERE found = 0
MATCH (service:Service)-[:MEETS]->(need)
WHERE service.places_per_year > 0 AND service.cost_pence_per_year IS NOT NULL
  AND NOT toLower(trim(coalesce(service.status, ''))) IN ['inactive', 'defunct', 'closed']
  AND ($on = '' OR coalesce(service.`end`, '9999') >= $on)
MATCH (provider:Organisation)-[:PROVIDES]->(service)
WITH DISTINCT need, place, service, provider
RETURN place.id AS place, place.name AS place_name, need.id AS need, need.name AS need_name, provider.id AS provider,
       provider.name AS provider_name, service.id AS service, service.name AS service_name,
       service.places_per_year AS places_per_year, service.cost_pence_per_year AS cost_pence_per_year,
       1.0 * service.cost_pence_per_year / (100 * service.places_per_year) AS pounds_per_place
ORDER BY place, need, pounds_per_place, service, provider
