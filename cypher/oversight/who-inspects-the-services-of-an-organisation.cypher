// Who inspects the services that an organisation runs, how often and for how long?
//
// question  34
// param  organisation    string  id or name of the body that runs the services; '' = all
// row    organisation    string  id of the body that runs the service
// row    name            string  its name
// row    service         string  id of the service
// row    service_name    string  its name
// row    inspector       string  id of the inspector
// row    inspector_name  string  its name
// row    per_year        float   inspections a year; empty = unknown
// row    days_each       float   days each time; empty = unknown
// row    days_per_year   float   the two multiplied; empty = unknown
MATCH (inspector:Organisation)-[inspects:INSPECTS_SERVICE]->(service:Service)
WITH DISTINCT inspector, service, inspects.per_year AS per_year, inspects.days_each AS days_each
MATCH (body:Organisation)-[:PROVIDES]->(service)
WHERE $organisation = '' OR body.id = $organisation OR body.name = $organisation
RETURN DISTINCT body.id AS organisation, body.name AS name, service.id AS service, service.name AS service_name,
       inspector.id AS inspector, inspector.name AS inspector_name, per_year, days_each,
       per_year * days_each AS days_per_year
ORDER BY organisation, service, inspector, per_year, days_each
