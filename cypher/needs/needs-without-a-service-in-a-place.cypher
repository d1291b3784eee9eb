// Which needs that people of a place have does no service on our list meet there?
//
// No service for the need or a narrower one, in the place, in a larger one around it, or in one within it; a service
// whose status is inactive, defunct or closed is none, nor is one that ended before the day asked about. Only a list
// that is complete can show a gap: `tpgraph find gaps` knows which lists are, and looks at client groups too.
//
// question  21
// param  place           string   id or name of the place; '' = all
// param  need            string   id or name of the need; '' = all
// param  year            string   financial year of the figure; '' = all, a row each
// param  on              string   day services must last to, e.g. 2009-04-01; '' = whatever their last day
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
MATCH (figure)-[:LIVING_IN]->(lived:Place)
WHERE $place = '' OR lived.id = $place OR lived.name = $place
WITH DISTINCT need
MATCH (met:Need)-[:BROADER*0..5]->(need)
WITH DISTINCT need, met
OPTIONAL MATCH (met)<-[:MEETS]-(service:Service)-[:AVAILABLE_IN]->(area:Place)-[:PART_OF*0..5]->(larger:Place)
WHERE NOT toLower(trim(coalesce(service.status, ''))) IN ['inactive', 'defunct', 'closed']
  AND ($on = '' OR coalesce(service.`end`, '9999') >= $on)
WITH DISTINCT need, area, larger
WITH need, collect(DISTINCT area.id) AS served, collect(DISTINCT larger.id) AS reached
MATCH (person:ClientNeed)-[:OF]->(need)
WHERE $year = '' OR person.financial_year = $year
MATCH (person)-[:LIVING_IN]->(place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
MATCH (place)-[:PART_OF*0..5]->(around:Place)
WITH DISTINCT person, need, place, CASE WHEN place.id IN reached OR around.id IN served THEN 1 ELSE 0 END AS found
WITH person, need, place, max(found) AS found
WHERE found = 0
OPTIONAL MATCH (person)-[:AMONG]->(client_group:ClientGroup)
WITH person, need, place, coalesce(min(client_group.name), '') AS client_group
RETURN place.id AS place, place.name AS place_name, need.id AS need, need.name AS need_name,
       person.id AS client_need, client_group, coalesce(person.financial_year, '') AS financial_year,
       person.people AS people, person.low AS low, person.high AS high
ORDER BY place, need, client_need
