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
OPTIONAL MATCH (met:Need)-[:BROADER*0..5]->(need)
OPTIONAL MATCH (service:Service)-[:MEETS]->(met)
WITH DISTINCT figure, need, place, service
RETURN 1 AS x
