SELECT coalesce(financial_year, '') AS financial_year, basis, coalesce(theme, 'not yet themed') AS theme,
       coalesce(sum(amount_pence) FILTER (prevention_or_response = 'prevention'), 0) AS prevention_pence,
       coalesce(sum(amount_pence) FILTER (prevention_or_response = 'response'), 0) AS response_pence,
       coalesce(sum(amount_pence) FILTER (coalesce(prevention_or_response, 'unknown') = 'unknown'), 0) AS not_stated_pence
FROM funding_flow
WHERE detail = 'count' AND ($year = '' OR financial_year = $year) AND ($basis = '' OR basis = $basis)
GROUP BY ALL
ORDER BY 1, 2, 3
