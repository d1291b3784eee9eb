WITH buys AS (
    SELECT source_id AS buyer, target_id AS service FROM rel_commissions
    UNION
    SELECT p.source_id, f.target_id FROM rel_pays p JOIN rel_for f ON f.source_id = p.target_id
), there AS (
    SELECT p.id AS place, p.name AS place_name, n.id AS need, n.name AS need_name, o.id AS buyer,
           o.name AS buyer_name, count(*) AS services
    FROM buys JOIN organisation o ON o.id = buyer JOIN rel_meets m ON m.source_id = service
    JOIN need n ON n.id = m.target_id JOIN rel_available_in v ON v.source_id = service
    JOIN place p ON p.id = v.target_id
    WHERE ($place = '' OR $place IN (p.id, p.name)) AND ($need = '' OR $need IN (n.id, n.name))
    GROUP BY ALL
)
SELECT place, place_name, need, need_name, count(*) OVER (PARTITION BY place, need) AS buyers, buyer, buyer_name,
       services
FROM there QUALIFY buyers > 1
ORDER BY buyers DESC, 1, 3, services DESC, 6
