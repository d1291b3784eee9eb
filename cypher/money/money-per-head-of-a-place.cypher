// How much money is listed for the people of a place, and how much is that a head?
//
// Only money whose line names the place: most payments name none, so this is no picture of all that is spent there.
// Money for a larger place is not shared out among the wards in it.
//
// question  9
// param  place            string   id or name of the place; '' = all
// param  year             string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis            string   basis, e.g. payment; '' = all, a row each
// row    place            string   id of the place
// row    place_name       string   its name
// row    level            string   ward, district and so on; '' = not stated
// row    financial_year   string   financial year; '' = unknown
// row    basis            string   basis of the money
// row    flows            integer  how many payments, grants or contracts
// row    amount_pence     integer  pence of these, each line by the place's share
// row    population       integer  people living there; empty = unknown
// row    pounds_per_head  float    pounds a head; empty = nobody knows how many live there
MATCH (flow:FundingFlow)-[benefits:BENEFITS]->(place:Place)
WITH flow, place, coalesce(benefits.share, 1.0) AS share
WHERE ($place = '' OR place.id = $place OR place.name = $place) AND ($year = '' OR flow.financial_year = $year)
  AND ($basis = '' OR flow.basis = $basis)
WITH place, coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis, count(*) AS flows,
     coalesce(sum(toInteger(floor(flow.amount_pence * share + 0.5))), 0) AS amount_pence
RETURN place.id AS place, place.name AS place_name, coalesce(place.level, '') AS level, financial_year, basis, flows,
       amount_pence, place.population AS population,
       CASE WHEN place.population > 0 THEN 1.0 * amount_pence / (100 * place.population) ELSE NULL END
           AS pounds_per_head
ORDER BY place, financial_year, basis
