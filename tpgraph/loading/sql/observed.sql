-- The values of the high-level count, of services and of numbers of people, in hundredths; key = the series of each.

CREATE TEMP TABLE observed AS
SELECT 'spend' AS kind, 'amount_pence' AS field, hash('spend', organisation, heading) AS key, sheet, line, amount_pence AS value
FROM finished.spend
UNION ALL
SELECT 'service', 'cost_pence_per_year', NULL, sheet, line, cost_pence_per_year FROM finished.service
UNION ALL
SELECT 'service', 'people_per_year', NULL, sheet, line, people_per_year * 100 FROM finished.service
UNION ALL
SELECT
    'client_need', 'people', hash('client_need', need, client_group, place), sheet, line,
    -- More than there are people is no number of people.
    CASE WHEN people < 10000000000 THEN people * 100 END
FROM finished.client_need;
