// Which sources list services of the same place, how many ways in do these have, and how many stand elsewhere too?
//
// A source is one list: a directory, a workbook, a package. A service stands elsewhere too where another source has a
// row for it, or has one that looks like the same offer (grade strong or likely).
//
// question  15
// param  place       string   id or name of the place; '' = all
// row    place       string   id of the place
// row    place_name  string   its name
// row    source      string   id of the source
// row    file        string   name of the file or package
// row    publisher   string   who publishes it; '' = not stated
// row    services    integer  how many services of the place it lists
// row    ways_in     integer  how many different ways in these state, capitals and spaces aside
// row    elsewhere   integer  how many of them stand in another source too
MATCH (place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
MATCH (service:Service)-[:AVAILABLE_IN]->(place)
MATCH (record:Record)-[:DESCRIBES_SERVICE]->(service)
MATCH (record)-[:STATED_IN]->(source:Source)
WITH DISTINCT place, source, service
WITH place, source, service,
     CASE WHEN EXISTS { MATCH (service)<-[:DESCRIBES_SERVICE]-(again:Record)-[:STATED_IN]->(another:Source)
                        WHERE another.id <> source.id } THEN 1 ELSE 0 END AS twice
OPTIONAL MATCH (service)-[overlap:OVERLAPS]-(twin:Service)
WHERE overlap.grade IN ['strong', 'likely']
WITH place, source, service, twice, twin
WITH place, source, service, twice,
     CASE WHEN twin IS NULL THEN 0
          WHEN EXISTS { MATCH (twin)<-[:DESCRIBES_SERVICE]-(row:Record)-[:STATED_IN]->(list:Source)
                        WHERE list.id <> source.id } THEN 1 ELSE 0 END AS alike
WITH place, source, service, twice, max(alike) AS alike
WITH place, source, service.id AS service, toLower(trim(coalesce(service.way_in, ''))) AS way_in,
     CASE WHEN twice = 1 OR alike = 1 THEN 1 ELSE 0 END AS elsewhere
RETURN place.id AS place, place.name AS place_name, source.id AS source, coalesce(source.file, '') AS file,
       coalesce(source.publisher, '') AS publisher, count(service) AS services,
       count(DISTINCT CASE WHEN way_in = '' THEN NULL ELSE way_in END) AS ways_in,
       coalesce(sum(elsewhere), 0) AS elsewhere
ORDER BY place, services DESC, source
