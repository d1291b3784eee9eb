// Which bodies send people to another body's services and are sent none back?
//
// By the referrals on our lists. A one-sided tie may be right: a baby clinic sends on, a hospital takes in.
//
// question  33
// param  organisation       string   id or name of the body that sends people; '' = all
// row    body               string   id of the body that sends people
// row    body_name          string   its name
// row    other              string   id of the body that takes them
// row    other_name         string   its name
// row    referrals          integer  how many ways lead from services of the one to services of the other
// row    referrals_unknown  integer  how many of these do not say how many people
// row    people_per_year    integer  people a year on the others
// row    partners           boolean  true where the two have a partnership
// row    pays               boolean  true where the one pays the other
MATCH (body:Organisation)-[:PROVIDES]->(service:Service)
WHERE $organisation = '' OR body.id = $organisation OR body.name = $organisation
WITH DISTINCT body, service
MATCH (service)-[refers:REFERS_TO]->(taken:Service)
WITH body, service, taken, refers.per_year AS per_year
MATCH (other:Organisation)-[:PROVIDES]->(taken)
WHERE body.id <> other.id
WITH body, other, count(*) AS referrals, count(*) - count(per_year) AS referrals_unknown,
     coalesce(sum(per_year), 0) AS people_per_year
WHERE NOT EXISTS {
        MATCH (body)-[:PROVIDES]->(takes:Service)<-[:REFERS_TO]-(sends:Service)<-[:PROVIDES]-(other) }
RETURN body.id AS body, body.name AS body_name, other.id AS other, other.name AS other_name, referrals,
       referrals_unknown, people_per_year, EXISTS { MATCH (body)-[:WORKS_WITH]-(other) } AS partners,
       EXISTS { MATCH (body)-[:FUNDS]->(other) } AS pays
ORDER BY people_per_year DESC, referrals DESC, body, other
