// How many people in need are stated for areas that a place covers in part, and which share of each is that?
//
// The people are those of the whole area, as stated. The share is what a look-up says of the area's LSOAs or people,
// and empty where none says; where a look-up has a newer issue, both stand here. `tpgraph find apportioned` works out
// the part. Never add these to the people who are stated for the place itself.
//
// question  22  in part: of areas that do not nest, the demand alone
// param  place           string   id or name of the place; '' = all
// param  need            string   id or name of the need; '' = all
// row    place           string   id of the place
// row    place_name      string   its name
// row    area            string   id of the area
// row    area_name       string   its name
// row    level           string   police, nhs, fire and so on; '' = not stated
// row    share           float    share of the area that lies in the place, 0 to 1; empty = unknown
// row    share_of        string   share of what, e.g. LSOAs 2021; '' = not stated
// row    look_up_year    string   year of the look-up; '' = not stated
// row    need            string   id of the need
// row    need_name       string   its name
// row    client_need     string   id of the figure
// row    financial_year  string   year of the figure; '' = not stated
// row    people          integer  how many people in the whole area; empty = unknown
MATCH (place:Place)-[covers:COVERS_PART_OF]->(area:Place)
WITH place, area, covers.share AS share, coalesce(covers.of, '') AS share_of,
     coalesce(covers.year, '') AS look_up_year
WHERE $place = '' OR place.id = $place OR place.name = $place
MATCH (figure:ClientNeed)-[:LIVING_IN]->(area)
MATCH (figure)-[:OF]->(need:Need)
WHERE $need = '' OR need.id = $need OR need.name = $need
RETURN place.id AS place, place.name AS place_name, area.id AS area, area.name AS area_name,
       coalesce(area.level, '') AS level, share, share_of, look_up_year, need.id AS need, need.name AS need_name,
       figure.id AS client_need, coalesce(figure.financial_year, '') AS financial_year, figure.people AS people
ORDER BY place, area, need, client_need, share_of, look_up_year
