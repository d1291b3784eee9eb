// Which voluntary bodies run services for people and have no partnership with a public body?
//
// Central to clients: by services, client groups and people helped. Far from decisions: no partnership on our lists
// with a local, central, NHS, police, fire, education or other public body. Money and orders are no say: they stand
// beside it.
//
// question  31
// param  client_group     string   id or name of the client group; '' = all
// param  place            string   id or name of the place; '' = all
// row    organisation     string   id of the voluntary body
// row    name             string   its name
// row    services         integer  how many services it runs; those inactive, defunct or closed are left out
// row    client_groups    integer  how many client groups it serves, by all of these in any place
// row    people_per_year  integer  people they help a year, where they say so
// row    people_unknown   integer  how many services do not say how many people
// row    ordered          integer  how many of the services a body on our list commissions
// row    funders          integer  how many bodies on our lists pay it
MATCH (charity:Organisation)-[:PROVIDES]->(service:Service)
WHERE charity.sector = 'voluntary'
  AND NOT toLower(trim(coalesce(service.status, ''))) IN ['inactive', 'defunct', 'closed']
  AND ($place = '' OR EXISTS { MATCH (service)-[:AVAILABLE_IN]->(place:Place)
                               WHERE place.id = $place OR place.name = $place })
  AND ($client_group = '' OR EXISTS { MATCH (service)-[:SERVES]->(asked:ClientGroup)
                                      WHERE asked.id = $client_group OR asked.name = $client_group })
WITH DISTINCT charity, service
WHERE NOT EXISTS { MATCH (charity)-[:WORKS_WITH]-(public:Organisation)
                   WHERE public.sector IN ['local', 'central', 'nhs', 'police', 'fire', 'education', 'other_public'] }
WITH charity, service.people_per_year AS people,
     CASE WHEN EXISTS { MATCH (buyer:Organisation)-[:COMMISSIONS]->(service) } THEN 1 ELSE 0 END AS bought
WITH charity, count(*) AS services, coalesce(sum(people), 0) AS people_per_year,
     count(*) - count(people) AS people_unknown, coalesce(sum(bought), 0) AS ordered
OPTIONAL MATCH (charity)-[:PROVIDES]->(offer:Service)
WHERE NOT toLower(trim(coalesce(offer.status, ''))) IN ['inactive', 'defunct', 'closed']
OPTIONAL MATCH (offer)-[:SERVES]->(served:ClientGroup)
WITH charity, services, people_per_year, people_unknown, ordered, count(DISTINCT served) AS client_groups
OPTIONAL MATCH (funder:Organisation)-[:FUNDS]->(charity)
WHERE funder.id <> charity.id
RETURN charity.id AS organisation, charity.name AS name, services, client_groups, people_per_year, people_unknown,
       ordered, count(DISTINCT funder) AS funders
ORDER BY services DESC, people_per_year DESC, organisation
