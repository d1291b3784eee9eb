// Which organisations stand in our sources under more than one name?
//
// question  13
// param  organisation  string   id or name of the body; '' = all
// row    organisation  string   id of the body
// row    name          string   its name here
// row    names         integer  how many spellings the sources use
// row    source_name   string   one of these
// row    records       integer  how many rows of the sources speak of it so
// row    sources       integer  how many sources do
MATCH (organisation:Organisation)
WHERE $organisation = '' OR organisation.id = $organisation OR organisation.name = $organisation
MATCH (every:Record)-[:DESCRIBES]->(organisation)
WHERE every.name <> ''
WITH organisation, count(DISTINCT every.name) AS names
WHERE names > 1
MATCH (record:Record)-[:DESCRIBES]->(organisation)
WHERE record.name <> ''
OPTIONAL MATCH (record)-[:STATED_IN]->(source:Source)
RETURN organisation.id AS organisation, organisation.name AS name, names, record.name AS source_name,
       count(DISTINCT record) AS records, count(DISTINCT source) AS sources
ORDER BY names DESC, organisation, records DESC, source_name
