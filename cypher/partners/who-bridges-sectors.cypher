// Which bodies tie several sectors together, and how many would lose their only tie to another sector without them?
//
// A tie: they work together, or one pays the other. Bodies whose sector is not known are left out. Our lists do not
// hold every tie.
//
// question  30
// param  organisation  string   id or name of the body; '' = all
// row    organisation  string   id of the body
// row    name          string   its name
// row    sector        string   its sector
// row    sectors       integer  how many other sectors it has a tie with
// row    bodies        integer  how many bodies of other sectors it has a tie with
// row    only_through  integer  how many of these have no tie with any other body outside their own sector
MATCH (near:Organisation)-[:WORKS_WITH|FUNDS]-(outside:Organisation)
WHERE near.sector <> outside.sector AND near.sector <> 'unknown' AND outside.sector <> 'unknown'
WITH near, count(DISTINCT outside) AS outsiders
MATCH (near)-[:WORKS_WITH|FUNDS]-(body:Organisation)
WHERE near.sector <> body.sector AND body.sector <> 'unknown'
  AND ($organisation = '' OR body.id = $organisation OR body.name = $organisation)
WITH DISTINCT body, near, outsiders
WITH body, count(DISTINCT near.sector) AS sectors, count(near) AS bodies,
     coalesce(sum(CASE WHEN outsiders = 1 THEN 1 ELSE 0 END), 0) AS only_through
WHERE sectors > 1
RETURN body.id AS organisation, body.name AS name, body.sector AS sector, sectors, bodies, only_through
ORDER BY only_through DESC, bodies DESC, organisation
