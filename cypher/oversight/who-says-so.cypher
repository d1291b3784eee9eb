// Which rows of which files speak of an organisation, and why are they taken for it?
//
// param  organisation  string   id or name of the body; '' = all
// row    organisation  string   id of the body
// row    name          string   its name here
// row    record        string   id of the row's record
// row    source_name   string   name that the row uses
// row    reason        string   why the row is taken for this body
// row    source        string   id of the source
// row    file          string   name of the file or package
// row    sheet         string   sheet, or file inside a package; '' = a single file
// row    line          integer  line in the file or row in the sheet; empty = unknown
MATCH (record:Record)-[describes:DESCRIBES]->(body:Organisation)
WHERE $organisation = '' OR body.id = $organisation OR body.name = $organisation
WITH record, body, coalesce(min(describes.reason), '') AS reason
MATCH (record)-[stated:STATED_IN]->(source:Source)
RETURN DISTINCT body.id AS organisation, body.name AS name, record.id AS record,
       coalesce(record.name, '') AS source_name, reason, source.id AS source, coalesce(source.file, '') AS file,
       coalesce(stated.sheet, '') AS sheet, stated.line AS line
ORDER BY organisation, record, source, sheet, line
