// To how many bodies does a provider answer: those that order its services, pay it and inspect it?
//
// Each may ask for a report on the same facts. A body may stand in several of the counts.
//
// question  35  in part: the reports themselves are on no list
// param  organisation        string   id or name of the provider; '' = all
// row    organisation        string   id of the provider
// row    name                string   its name
// row    services            integer  how many services it runs
// row    commissioners       integer  how many other bodies commission its services
// row    funders             integer  how many other bodies pay it
// row    inspectors          integer  how many bodies inspect it
// row    service_inspectors  integer  how many bodies inspect its services
// row    in_all              integer  the four added up
MATCH (provider:Organisation)-[:PROVIDES]->(service:Service)
WHERE $organisation = '' OR provider.id = $organisation OR provider.name = $organisation
WITH DISTINCT provider, service
OPTIONAL MATCH (commissioner:Organisation)-[:COMMISSIONS]->(service)
WHERE commissioner.id <> provider.id
WITH provider, count(DISTINCT service) AS services, count(DISTINCT commissioner) AS commissioners
OPTIONAL MATCH (funder:Organisation)-[:FUNDS]->(provider)
WHERE funder.id <> provider.id
WITH provider, services, commissioners, count(DISTINCT funder) AS funders
OPTIONAL MATCH (inspector:Organisation)-[:INSPECTS]->(provider)
WITH provider, services, commissioners, funders, count(DISTINCT inspector) AS inspectors
OPTIONAL MATCH (provider)-[:PROVIDES]->(looked:Service)
OPTIONAL MATCH (visitor:Organisation)-[:INSPECTS_SERVICE]->(looked)
WITH provider, services, commissioners, funders, inspectors, count(DISTINCT visitor) AS service_inspectors
WITH provider, services, commissioners, funders, inspectors, service_inspectors,
     commissioners + funders + inspectors + service_inspectors AS in_all
WHERE in_all > 1
RETURN provider.id AS organisation, provider.name AS name, services, commissioners, funders, inspectors,
       service_inspectors, in_all
ORDER BY in_all DESC, organisation
