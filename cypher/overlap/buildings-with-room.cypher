// Which buildings in a place are part used or empty, and what is given there?
//
// question  16  in part: by place, not how near each other
// param  place       string   id or name of the place; '' = all
// row    place       string   id of the place; '' = not known
// row    place_name  string   its name
// row    site        string   id of the building
// row    site_name   string   its name
// row    postcode    string   postcode; '' = not known
// row    use         string   part used or empty
// row    services    integer  how many services on our list are given there
MATCH (site:Site)
WHERE site.use IN ['part used', 'empty']
OPTIONAL MATCH (site)-[:IN]->(place:Place)
WITH site, place
WHERE $place = '' OR place.id = $place OR place.name = $place
OPTIONAL MATCH (service:Service)-[:DELIVERED_AT]->(site)
WITH site, place, count(DISTINCT service) AS services
RETURN coalesce(place.id, '') AS place, coalesce(place.name, '') AS place_name, site.id AS site,
       site.name AS site_name, coalesce(site.postcode, '') AS postcode, site.use AS use, services
ORDER BY place, postcode, site
