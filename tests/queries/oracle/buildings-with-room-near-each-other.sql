WITH room AS (
    SELECT s.*, (SELECT count(*) FROM rel_delivered_at d WHERE d.target_id = s.id) AS services,
           EXISTS (
               FROM rel_in i JOIN place p ON p.id = i.target_id
               WHERE i.source_id = s.id AND $place IN (p.id, p.name)
           ) AS asked
    FROM site s WHERE s.use IN ('part used', 'empty')
)
SELECT a.id AS site, a.name AS site_name, a.use, a.services, b.id AS other, b.name AS other_name, b.use AS other_use,
       b.services AS other_services,
       floor(sqrt((111195 * (a.latitude - b.latitude)) ** 2
           + (111195 * cos(radians(a.latitude + b.latitude) / 2) * (a.longitude - b.longitude)) ** 2) + 0.5)::BIGINT
           AS metres
FROM room a JOIN room b ON a.id <> b.id
WHERE metres < 2000 AND if($place = '', a.id < b.id, a.asked)
ORDER BY metres, 1, 5
