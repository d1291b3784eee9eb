// What is stated under places that were replaced, and what followed them?
//
// Where one place alone followed, tpgraph's own questions find what is stated under the old one there too; where
// several did, it belongs to none of them alone.
//
// param  place           string   id or name of the old or the new place; '' = all
// row    before          string   id of the old place
// row    before_name     string   its name
// row    after           string   id of what followed
// row    after_name      string   its name
// row    replaced_on     string   day from which it stood, e.g. 2019-04-01; '' = not known
// row    followers       integer  how many places followed the old one
// row    client_needs    integer  numbers of people stated under the old place
// row    services        integer  services for people of the old place
// row    flows           integer  payments, grants and contracts for the old place
MATCH (old:Place)-[replaced:SUCCEEDED_BY]->(new:Place)
WITH old, new, min(coalesce(replaced.date, '')) AS replaced_on
WHERE $place = '' OR old.id = $place OR old.name = $place OR new.id = $place OR new.name = $place
OPTIONAL MATCH (old)-[:SUCCEEDED_BY]->(later:Place)
WITH old, new, replaced_on, count(DISTINCT later) AS followers
OPTIONAL MATCH (figure:ClientNeed)-[:LIVING_IN]->(old)
WITH old, new, replaced_on, followers, count(DISTINCT figure) AS client_needs
OPTIONAL MATCH (service:Service)-[:AVAILABLE_IN]->(old)
WITH old, new, replaced_on, followers, client_needs, count(DISTINCT service) AS services
OPTIONAL MATCH (flow:FundingFlow)-[:BENEFITS]->(old)
WITH old, new, replaced_on, followers, client_needs, services, count(DISTINCT flow) AS flows
RETURN old.id AS before, old.name AS before_name, new.id AS after, new.name AS after_name, replaced_on, followers,
       client_needs, services, flows
ORDER BY before, after
