// Which services leave people out by a condition, a charge, a language or the way there?
//
// What the lists say, in their words: nobody says how many people it keeps away. Free is no charge. A service whose
// sites all stand outside the place makes its people travel; a site whose place is not known counts as outside.
// Services that are inactive, defunct or closed are left out.
//
// question  23
// param  need          string   id or name of the need; '' = all
// param  place         string   id or name of the place; '' = all
// row    place         string   id of the place
// row    place_name    string   its name
// row    service       string   id of the service
// row    service_name  string   its name
// row    eligibility   string   who may use it; '' = not stated
// row    charge        string   what users pay; '' = free or not stated
// row    languages     string   languages it works in; '' = not stated
// row    way_in        string   how people get to it; '' = not stated
// row    sites         integer  at how many sites it is given; 0 = not stated
// row    sites_here    integer  how many of these stand in the place or in a part of it
MATCH (place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
MATCH (service:Service)-[:AVAILABLE_IN]->(place)
WHERE NOT toLower(trim(coalesce(service.status, ''))) IN ['inactive', 'defunct', 'closed']
  AND ($need = '' OR EXISTS { MATCH (service)-[:MEETS]->(need:Need) WHERE need.id = $need OR need.name = $need })
WITH DISTINCT place, service
OPTIONAL MATCH (service)-[:DELIVERED_AT]->(site:Site)
WITH place, service, site,
     CASE WHEN site IS NULL THEN 0
          WHEN EXISTS { MATCH (site)-[:IN]->(spot:Place)-[:PART_OF*0..5]->(around:Place)
                        WHERE around.id = place.id } THEN 1 ELSE 0 END AS here
WITH place, service, count(site) AS sites, coalesce(sum(here), 0) AS sites_here,
     CASE WHEN toLower(trim(coalesce(service.charge, ''))) IN ['', 'free', 'none', 'no charge'] THEN ''
          ELSE service.charge END AS charge
WHERE service.eligibility <> '' OR charge <> '' OR service.languages <> '' OR sites > 0 AND sites_here = 0
RETURN place.id AS place, place.name AS place_name, service.id AS service, service.name AS service_name,
       coalesce(service.eligibility, '') AS eligibility, charge, coalesce(service.languages, '') AS languages,
       coalesce(service.way_in, '') AS way_in, sites, sites_here
ORDER BY place, service
