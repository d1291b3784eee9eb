// Which services are sent more people than they have places, or are sent people though they are over?
//
// Over: inactive, defunct or closed, or ended before the day asked about. Where a sender does not say how many it
// sends, the sum is a lower bound; without a number of places only a service that is over stands here.
//
// question  25
// param  organisation       string   id or name of a body that runs the service; '' = all
// param  on                 string   day services must last to, e.g. 2009-04-01; '' = whatever their last day
// row    service            string   id of the service
// row    service_name       string   its name
// row    provider_name      string   who runs it, the first by name; '' = not known
// row    status             string   active, planned and so on; '' = not stated
// row    last_day           string   last day; '' = still running or not stated
// row    senders            integer  how many services send people to it
// row    senders_unknown    integer  how many of these do not say how many
// row    referred_per_year  integer  people a year that the others send
// row    places_per_year    integer  places a year; empty = unknown
// row    over_per_year      integer  people sent beyond the places: all of them where it is over
MATCH (sender:Service)-[refers:REFERS_TO]->(service:Service)
WITH service, count(DISTINCT sender) AS senders, count(*) - count(refers.per_year) AS senders_unknown,
     coalesce(sum(refers.per_year), 0) AS referred_per_year
WITH service, senders, senders_unknown, referred_per_year, service.places_per_year AS places_per_year,
     CASE WHEN toLower(trim(coalesce(service.status, ''))) IN ['inactive', 'defunct', 'closed'] THEN 1
          WHEN $on <> '' AND coalesce(service.`end`, '9999') < $on THEN 1 ELSE 0 END AS past
WHERE (past = 1 OR referred_per_year > places_per_year)
  AND ($organisation = '' OR EXISTS { MATCH (body:Organisation)-[:PROVIDES]->(service)
                                      WHERE body.id = $organisation OR body.name = $organisation })
OPTIONAL MATCH (provider:Organisation)-[:PROVIDES]->(service)
WITH service, senders, senders_unknown, referred_per_year, places_per_year, past,
     coalesce(min(provider.name), '') AS provider_name
RETURN service.id AS service, service.name AS service_name, provider_name, coalesce(service.status, '') AS status,
       coalesce(service.`end`, '') AS last_day, senders, senders_unknown, referred_per_year, places_per_year,
       CASE WHEN past = 1 THEN referred_per_year ELSE referred_per_year - places_per_year END AS over_per_year
ORDER BY referred_per_year DESC, service
