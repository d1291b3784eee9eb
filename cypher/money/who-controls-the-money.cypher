// Which sectors control the money that is listed, and what share of it is local?
//
// The body that pays controls the money, but for what a rule ties to one purpose (a ring-fence of its programme). As
// listed: what one body on our list pays to another stands with both. Never add itemised and count.
//
// question  2
// param  year                  string   financial year, e.g. 2009-10; '' = all, a row each
// param  basis                 string   basis, e.g. payment; '' = all, a row each
// row    financial_year        string   financial year; '' = unknown
// row    basis                 string   basis of the money
// row    detail                string   itemised or count
// row    bodies                integer  how many bodies pay
// row    local_pence           integer  pence that local government pays
// row    other_public_pence    integer  pence of the NHS, police, fire, education and other public bodies
// row    central_pence         integer  pence of central government
// row    not_public_pence      integer  pence of voluntary and private bodies
// row    sector_unknown_pence  integer  pence of bodies whose sector is not known
// row    listed_pence          integer  the five together
// row    ring_fenced_pence     integer  pence of these that a rule ties to one purpose
// row    local_share           float    share of local government in what is listed, 0 to 1; empty = nothing listed
MATCH (payer:Organisation)-[:PAYS]->(flow:FundingFlow)
WHERE ($year = '' OR flow.financial_year = $year) AND ($basis = '' OR flow.basis = $basis)
WITH coalesce(flow.financial_year, '') AS financial_year, flow.basis AS basis, flow.detail AS detail,
     coalesce(payer.sector, 'unknown') AS sector, payer.id AS payer, coalesce(flow.amount_pence, 0) AS pence,
     CASE WHEN EXISTS { MATCH (flow)-[:UNDER]->(programme:Programme) WHERE programme.ring_fence <> '' } THEN 1
          ELSE 0 END AS fenced
WITH financial_year, basis, detail, count(DISTINCT payer) AS bodies,
     coalesce(sum(CASE WHEN sector = 'local' THEN pence ELSE 0 END), 0) AS local_pence,
     coalesce(sum(CASE WHEN sector IN ['nhs', 'police', 'fire', 'education', 'other_public'] THEN pence ELSE 0 END), 0)
         AS other_public_pence,
     coalesce(sum(CASE WHEN sector = 'central' THEN pence ELSE 0 END), 0) AS central_pence,
     coalesce(sum(CASE WHEN sector IN ['voluntary', 'private'] THEN pence ELSE 0 END), 0) AS not_public_pence,
     coalesce(sum(CASE WHEN sector = 'unknown' THEN pence ELSE 0 END), 0) AS sector_unknown_pence,
     coalesce(sum(pence), 0) AS listed_pence,
     coalesce(sum(CASE WHEN fenced = 1 THEN pence ELSE 0 END), 0) AS ring_fenced_pence
RETURN financial_year, basis, detail, bodies, local_pence, other_public_pence, central_pence, not_public_pence,
       sector_unknown_pence, listed_pence, ring_fenced_pence,
       CASE WHEN listed_pence > 0 THEN 1.0 * local_pence / listed_pence ELSE NULL END AS local_share
ORDER BY financial_year, basis, detail
