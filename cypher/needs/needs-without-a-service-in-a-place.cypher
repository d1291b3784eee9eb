// Which needs that people of a place have does no service on our list meet there?
//
// No service for the need or a narrower one, in the place, in a larger one around it, or in one within it; a service
// whose status is inactive, defunct or closed is none. Only a list that is complete can show a gap: `tpgraph find gaps`
// knows which lists are, and looks at client groups and at the dates when services ended too.
//
// param  place           string   id or name of the place; '' = all
// param  need            string   id or name of the need; '' = all
// param  year            string   financial year of the figure; '' = all, a row each
// row    place           string   id of the place
// row    place_name      string   its name
// row    need            string   id of the need
// row    need_name       string   its name
// row    client_need     string   id of the figure
// row    client_group    string   client group; '' = not stated
// row    financial_year  string   year of the figure; '' = not stated
// row    people          integer  how many people; empty = unknown
// row    low             integer  lower bound; empty = unknown
// row    high            integer  upper bound; empty = unknown
MATCH (figure:ClientNeed)-[:OF]->(need:Need)
WHERE ($need = '' OR need.id = $need OR need.name = $need) AND ($year = '' OR figure.financial_year = $year)
MATCH (figure)-[:LIVING_IN]->(place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
WITH DISTINCT need, place
OPTIONAL MATCH (met:Need)-[:BROADER*0..5]->(need)
WITH DISTINCT need, place, met
OPTIONAL MATCH (service:Service)-[:MEETS]->(met)
WHERE NOT toLower(trim(coalesce(service.status, ''))) IN ['inactive', 'defunct', 'closed']
OPTIONAL MATCH (service)-[:AVAILABLE_IN]->(area:Place)
WITH DISTINCT need, place, area
OPTIONAL MATCH (area)-[:PART_OF*0..5]->(larger:Place)
WITH DISTINCT need, place, area, CASE WHEN larger.id = place.id THEN 1 ELSE 0 END AS inside
WITH need, place, area, max(inside) AS inside
OPTIONAL MATCH (place)-[:PART_OF*0..5]->(around:Place)
WITH DISTINCT need, place, inside, CASE WHEN around.id = area.id THEN 1 ELSE 0 END AS outside
WITH need, place, max(inside) AS inside, max(outside) AS outside
WHERE inside = 0 AND outside = 0
MATCH (person:ClientNeed)-[:OF]->(need)
WHERE $year = '' OR person.financial_year = $year
MATCH (person)-[:LIVING_IN]->(place)
OPTIONAL MATCH (person)-[:AMONG]->(client_group:ClientGroup)
WITH person, need, place, coalesce(min(client_group.name), '') AS client_group
RETURN place.id AS place, place.name AS place_name, need.id AS need, need.name AS need_name,
       person.id AS client_need, client_group, coalesce(person.financial_year, '') AS financial_year,
       person.people AS people, person.low AS low, person.high AS high
ORDER BY place, need, client_need
