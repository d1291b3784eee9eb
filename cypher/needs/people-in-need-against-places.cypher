// How many people have a need in a place, and how many places a year are there for them?
//
// Places a year of services in the place itself for that need, as far as they are known: where some service does not
// say, the sum is a lower bound. Empty people = unknown; 0 services = none on our list that is not inactive, defunct or
// closed, and did not end before the day asked about.
//
// question  22
// param  need              string   id or name of the need; '' = all
// param  place             string   id or name of the place; '' = all
// param  year              string   financial year of the figure; '' = all, a row each
// param  on                string   day services must last to, e.g. 2009-04-01; '' = whatever their last day
// row    place             string   id of the place
// row    place_name        string   its name
// row    need              string   id of the need
// row    need_name         string   its name
// row    client_need       string   id of the figure
// row    client_group      string   client group; '' = not stated
// row    financial_year    string   year of the figure; '' = not stated
// row    people            integer  how many people; empty = unknown
// row    low               integer  lower bound; empty = unknown
// row    high              integer  upper bound; empty = unknown
// row    services          integer  how many services meet the need there
// row    places_unknown    integer  how many of these do not say how many places they have
// row    places_per_year   integer  places a year of those that say so
MATCH (figure:ClientNeed)-[:OF]->(need:Need)
WHERE ($need = '' OR need.id = $need OR need.name = $need) AND ($year = '' OR figure.financial_year = $year)
MATCH (figure)-[:LIVING_IN]->(place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
OPTIONAL MATCH (figure)-[:AMONG]->(client_group:ClientGroup)
WITH figure, need, place, coalesce(min(client_group.name), '') AS client_group
OPTIONAL MATCH (service:Service)-[:MEETS]->(need)
WHERE EXISTS { MATCH (service)-[:AVAILABLE_IN]->(place) }
      AND NOT toLower(trim(coalesce(service.status, ''))) IN ['inactive', 'defunct', 'closed']
      AND ($on = '' OR coalesce(service.`end`, '9999') >= $on)
WITH DISTINCT figure, need, place, client_group, service
WITH figure, need, place, client_group, count(service) AS services,
     count(service.places_per_year) AS known, coalesce(sum(service.places_per_year), 0) AS places_per_year
RETURN place.id AS place, place.name AS place_name, need.id AS need, need.name AS need_name,
       figure.id AS client_need, client_group, coalesce(figure.financial_year, '') AS financial_year,
       figure.people AS people, figure.low AS low, figure.high AS high,
       services, services - known AS places_unknown, places_per_year
ORDER BY place, need, client_need
