// Who inspects an organisation, how often and for how long?
//
// The body itself; `who-inspects-the-services-of-an-organisation` tells of its services.
//
// question  34  in part: the body, not its services
// param  organisation    string  id or name of the body that is inspected; '' = all
// row    organisation    string  id of the body that is inspected
// row    name            string  its name
// row    inspector       string  id of the inspector
// row    inspector_name  string  its name
// row    per_year        float   inspections a year; empty = unknown
// row    days_each       float   days each time; empty = unknown
// row    days_per_year   float   the two multiplied; empty = unknown
MATCH (inspector:Organisation)-[inspects:INSPECTS]->(body:Organisation)
WITH DISTINCT inspector, body, inspects.per_year AS per_year, inspects.days_each AS days_each
WHERE $organisation = '' OR body.id = $organisation OR body.name = $organisation
RETURN body.id AS organisation, body.name AS name, inspector.id AS inspector, inspector.name AS inspector_name,
       per_year, days_each, per_year * days_each AS days_per_year
ORDER BY organisation, inspector, per_year, days_each
