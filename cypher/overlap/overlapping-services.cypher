// Which services look like the same offer, and how sure is that?
//
// A judgement, not a fact: choice, culture and resilience are good reasons to have two. `tpgraph find overlaps` gives
// the reasons in full and both sides.
//
// question  12  in part: hours are not compared, and what people have said of a pair is not seen
// param  grade           string   strong, likely or possible; '' = all
// param  need            string   id or name of a need that both meet; '' = all
// row    service         string   id of the one service
// row    service_name    string   its name
// row    provider_name   string   who runs it, the first by name; '' = not known
// row    other           string   id of the other service
// row    other_name      string   its name
// row    other_provider  string   who runs that one, the first by name; '' = not known
// row    relation        string   how the two relate
// row    grade           string   strong (.8 and more), likely (.5), possible (.2); '' = below
// row    probability     float    chance that the two are the same offer, 0 to 1
MATCH (service:Service)-[overlap:OVERLAPS]->(other:Service)
WHERE $grade = '' OR overlap.grade = $grade
WITH service, other, overlap.relation AS relation, coalesce(overlap.grade, '') AS grade,
     max(overlap.probability) AS probability
WHERE $need = '' OR EXISTS { MATCH (service)-[:MEETS]->(need:Need) MATCH (other)-[:MEETS]->(need)
                             WHERE need.id = $need OR need.name = $need }
OPTIONAL MATCH (provider:Organisation)-[:PROVIDES]->(service)
WITH service, other, relation, grade, probability, min(provider.name) AS provider_name
OPTIONAL MATCH (runner:Organisation)-[:PROVIDES]->(other)
WITH service, other, relation, grade, probability, provider_name, min(runner.name) AS other_provider
RETURN service.id AS service, service.name AS service_name, coalesce(provider_name, '') AS provider_name,
       other.id AS other, other.name AS other_name, coalesce(other_provider, '') AS other_provider, relation, grade,
       probability
ORDER BY probability DESC, service, other, relation, grade
