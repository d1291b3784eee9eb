// Which two bodies both buy services for the same need in the same place, without pooling or buying together?
//
// Bodies that commission services. Without: no partnership on our lists of the kind pooled budget or joint
// commissioning, and no service that both commission.
//
// question  32
// param  need        string   id or name of the need; '' = all
// param  place       string   id or name of the place; '' = all
// row    body        string   id of the one body
// row    body_name   string   its name
// row    other       string   id of the other body
// row    other_name  string   its name
// row    needs       integer  for how many needs both buy in one place
// row    places      integer  in how many places
// row    tie         string   kind of another partnership between the two, the first by name; '' = none
MATCH (service:Service)-[:MEETS]->(need:Need)
WHERE $need = '' OR need.id = $need OR need.name = $need
MATCH (service)-[:AVAILABLE_IN]->(place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
MATCH (buyer:Organisation)-[:COMMISSIONS]->(service)
WITH need, place, collect(DISTINCT buyer) AS every
WHERE size(every) > 1
UNWIND every AS body
UNWIND every AS other
WITH need, place, body, other
WHERE body.id < other.id
WITH body, other, count(DISTINCT need) AS needs, count(DISTINCT place) AS places
WHERE NOT EXISTS { MATCH (body)-[:COMMISSIONS]->(shared:Service) MATCH (other)-[:COMMISSIONS]->(shared) }
OPTIONAL MATCH (body)-[tie:WORKS_WITH]-(other)
WITH body, other, needs, places, coalesce(min(tie.kind), '') AS tie,
     max(CASE WHEN tie.kind IN ['pooled budget', 'joint commissioning'] THEN 1 ELSE 0 END) AS together
WHERE together = 0
RETURN body.id AS body, body.name AS body_name, other.id AS other, other.name AS other_name, needs, places, tie
ORDER BY needs DESC, places DESC, body, other
