// Which needs that people of a place have does no service on our list meet there?
//
// No service for the need or a narrower one, in the place, in a larger one around it, or in one within it. Only a list
// that is complete can show a gap: `tpgraph find gaps` knows which lists are, and looks at client groups too.
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
WITH DISTINCT figure, need, place
WHERE NOT EXISTS { MATCH (met:Need)-[:BROADER*0..5]->(need)
                   MATCH (service:Service)-[:MEETS]->(met)
                   MATCH (service)-[:AVAILABLE_IN]->(larger:Place)
                   MATCH (place)-[:PART_OF*0..5]->(larger) }
  AND NOT EXISTS { MATCH (met:Need)-[:BROADER*0..5]->(need)
                   MATCH (service:Service)-[:MEETS]->(met)
                   MATCH (service)-[:AVAILABLE_IN]->(smaller:Place)
                   MATCH (smaller)-[:PART_OF*0..5]->(place) }
OPTIONAL MATCH (figure)-[:AMONG]->(client_group:ClientGroup)
WITH figure, need, place, coalesce(min(client_group.name), '') AS client_group
RETURN place.id AS place, place.name AS place_name, need.id AS need, need.name AS need_name,
       figure.id AS client_need, client_group, coalesce(figure.financial_year, '') AS financial_year,
       figure.people AS people, figure.low AS low, figure.high AS high
ORDER BY place, need, client_need
