// Who inspects an organisation or the services it runs, how often and for how long?
//
// param  organisation    string   id or name of the body that is inspected; '' = all
// row    organisation    string   id of the body that is inspected
// row    name            string   its name
// row    service         string   id of the service that is inspected; '' = the body itself
// row    service_name    string   its name
// row    inspector       string   id of the inspector
// row    inspector_name  string   its name
// row    per_year        float    inspections a year; empty = unknown
// row    days_each       float    days each time; empty = unknown
// row    days_per_year   float    the two multiplied; empty = unknown
MATCH (inspector:Organisation)
RETURN 1 AS x
