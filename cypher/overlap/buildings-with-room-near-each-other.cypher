// Which buildings that are part used or empty stand less than two kilometres apart?
//
// As the crow flies, from their positions; a building without one is in no row, and `buildings-with-room` lists it by
// its place.
//
// question  16
// param  place           string   id or name of the place that the one building stands in; '' = all
// row    site            string   id of the one building
// row    site_name       string   its name
// row    use             string   part used or empty
// row    services        integer  how many services on our list are given there
// row    other           string   id of the other building
// row    other_name      string   its name
// row    other_use       string   part used or empty
// row    other_services  integer  how many services on our list are given there
// row    metres          integer  metres between them
MATCH (site:Site)
WHERE site.use IN ['part used', 'empty'] AND ($place = '' OR EXISTS { MATCH (site)-[:IN]->(place:Place)
                                                                     WHERE place.id = $place OR place.name = $place })
MATCH (other:Site)
WHERE other.use IN ['part used', 'empty'] AND site.id <> other.id AND ($place <> '' OR site.id < other.id)
  AND abs(site.latitude - other.latitude) < 0.02
WITH site, other, 111195.0 * (site.latitude - other.latitude) AS north,
     111195.0 * cos(radians(site.latitude + other.latitude) * 0.5) * (site.longitude - other.longitude) AS east
WITH site, other, toInteger(floor(sqrt(north * north + east * east) + 0.5)) AS metres
WHERE metres < 2000
RETURN site.id AS site, site.name AS site_name, site.use AS use,
       COUNT { MATCH (service:Service)-[:DELIVERED_AT]->(site) } AS services, other.id AS other,
       other.name AS other_name, other.use AS other_use,
       COUNT { MATCH (given:Service)-[:DELIVERED_AT]->(other) } AS other_services, metres
ORDER BY metres, site, other
