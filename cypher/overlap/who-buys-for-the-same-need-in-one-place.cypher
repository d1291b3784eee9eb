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
MATCH (buyer:Organisation)
WHERE EXISTS { MATCH (buyer)-[:COMMISSIONS]->(service) }
   OR EXISTS { MATCH (buyer)-[:PAYS]->(flow:FundingFlow) MATCH (flow)-[:FOR]->(service) }
WITH need, place, buyer, count(DISTINCT service) AS services
RETURN 1 AS x
