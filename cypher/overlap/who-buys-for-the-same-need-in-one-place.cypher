// Which bodies each buy services for the same need in the same place?
//
// Bodies that commission a service, or whose money pays for it. A need and place stand here from two bodies on.
//
// question  11
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
WITH need, place, buyer, count(service) AS services
WITH need, place, count(buyer) AS buyers, collect([buyer.id, buyer.name, services]) AS every
WHERE buyers > 1
UNWIND every AS one
RETURN place.id AS place, place.name AS place_name, need.id AS need, need.name AS need_name, buyers,
       one[0] AS buyer, one[1] AS buyer_name, one[2] AS services
ORDER BY buyers DESC, place, need, services DESC, buyer
