// Which needs rose from one year to a later one, and how did the money for them change?
//
// Two figures for the same need, client group and place, both known. The money is all that names the need, in any
// place; one row a basis, and one with '' where no money of either year names it.
//
// question  27
// param  need            string   id or name of the need; '' = all
// param  place           string   id or name of the place; '' = all
// param  basis           string   basis, e.g. payment; '' = all, a row each
// row    need            string   id of the need
// row    need_name       string   its name
// row    place           string   id of the place
// row    place_name      string   its name
// row    client_group    string   id of the client group; '' = not stated
// row    earlier_year    string   financial year of the earlier figure
// row    financial_year  string   financial year of the later figure
// row    earlier_people  integer  how many people had the need
// row    later_people    integer  how many have it later
// row    people_ratio    float    later people for each earlier one
// row    basis           string   basis of the money; '' = no money names the need
// row    earlier_pence   integer  pence in the earlier year
// row    later_pence     integer  pence in the later year
// row    money_ratio     float    later pounds for each earlier one; empty = none before
// row    figures         string   ids of the two figures
MATCH (earlier:ClientNeed)-[:OF]->(need:Need)
WHERE earlier.people > 0 AND earlier.financial_year <> '' AND ($need = '' OR need.id = $need OR need.name = $need)
MATCH (earlier)-[:LIVING_IN]->(place:Place)
WHERE $place = '' OR place.id = $place OR place.name = $place
OPTIONAL MATCH (earlier)-[:AMONG]->(before:ClientGroup)
WITH need, place, earlier, coalesce(min(before.id), '') AS client_group
MATCH (later:ClientNeed)-[:LIVING_IN]->(place)
WHERE later.people > earlier.people AND later.financial_year > earlier.financial_year
  AND EXISTS { MATCH (later)-[:OF]->(need) }
OPTIONAL MATCH (later)-[:AMONG]->(now:ClientGroup)
WITH need, place, earlier, client_group, later, coalesce(min(now.id), '') AS same_group
WHERE same_group = client_group
OPTIONAL MATCH (flow:FundingFlow)-[:TOWARDS]->(need)
WHERE (flow.financial_year = earlier.financial_year OR flow.financial_year = later.financial_year)
  AND ($basis = '' OR flow.basis = $basis)
WITH need, place, earlier, client_group, later, coalesce(flow.basis, '') AS basis,
     coalesce(sum(CASE WHEN flow.financial_year = earlier.financial_year THEN flow.amount_pence ELSE 0 END), 0)
         AS earlier_pence,
     coalesce(sum(CASE WHEN flow.financial_year = later.financial_year THEN flow.amount_pence ELSE 0 END), 0)
         AS later_pence
RETURN need.id AS need, need.name AS need_name, place.id AS place, place.name AS place_name, client_group,
       earlier.financial_year AS earlier_year, later.financial_year AS financial_year,
       earlier.people AS earlier_people, later.people AS later_people,
       1.0 * later.people / earlier.people AS people_ratio, basis, earlier_pence, later_pence,
       CASE WHEN earlier_pence > 0 THEN 1.0 * later_pence / earlier_pence ELSE NULL END AS money_ratio,
       earlier.id + ' ' + later.id AS figures
ORDER BY people_ratio DESC, need, place, figures, basis
