// Which bodies each buy services for the same need in the same place?
//
// Bodies that commission a service, or whose money pays for it. A need and place stand here from two bodies on.
//
// param  need        string   id or name of the need; '' = all
// param  place       string   id or name of the place; '' = all
// row    place       string   id of the place
// row    place_name  string   its name
// row    need        string   id of the need
// row    need_name   string   its name
// row    buyers      integer  how many bodies buy for it there
// row    buyer       string   id of one of these
// row    buyer_name  string   its name
// row    services    integer  how many services this one buys
MATCH (service:Service)-[:MEETS]->(need:Need)
WHERE $need = '' OR need.id = $need OR need.name = $need
MATCH (service)-[:AVAILABLE_IN]->(place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
WITH DISTINCT service, need, place
MATCH (buyer:Organisation)-[:COMMISSIONS|PAYS|FOR*1..2]->(service)
WITH DISTINCT buyer, service, need, place
WITH need, place, count(DISTINCT buyer) AS buyers
WHERE buyers > 1
MATCH (bought:Service)-[:MEETS]->(need)
MATCH (bought)-[:AVAILABLE_IN]->(place)
MATCH (body:Organisation)-[:COMMISSIONS|PAYS|FOR*1..2]->(bought)
WITH DISTINCT need, place, buyers, body, bought
RETURN place.id AS place, place.name AS place_name, need.id AS need, need.name AS need_name, buyers,
       body.id AS buyer, body.name AS buyer_name, count(DISTINCT bought) AS services
ORDER BY buyers DESC, place, need, services DESC, buyer
