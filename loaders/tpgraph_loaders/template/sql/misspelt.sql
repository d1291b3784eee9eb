-- Names of places, needs, bodies and services that stand on no sheet of the file and are nearly the name of one that does.
-- Both are kept: whether they are one is for people to say. Names that differ in a number or in north and south are two.

CREATE TABLE listed AS
SELECT 'place' AS what, name FROM kept.place
UNION SELECT 'place', id FROM kept.place
UNION SELECT 'need', name FROM kept.need
UNION SELECT 'need', id FROM kept.need
UNION SELECT 'organisation', name FROM kept.organisation
UNION SELECT 'organisation', id FROM kept.organisation
UNION SELECT 'service', name FROM kept.service
UNION SELECT 'service', id FROM kept.service;

CREATE TABLE folded AS SELECT DISTINCT what, tp_fold(name) AS name FROM listed;

CREATE TABLE spelling AS
SELECT 'place' AS what, 'service.places' AS "column", sheet, line, unnest(places) AS text FROM kept.service
UNION ALL SELECT 'place', 'flow.place', sheet, line, place FROM kept.flow
UNION ALL SELECT 'place', 'client_need.place', sheet, line, place FROM kept.client_need
UNION ALL SELECT 'place', 'organisation.place', sheet, line, place FROM kept.organisation
UNION ALL SELECT 'place', 'site.place', sheet, line, place FROM kept.site
UNION ALL SELECT 'place', 'place.part_of', sheet, line, part_of FROM kept.place
UNION ALL SELECT 'place', 'coverage.place', sheet, line, place FROM kept.coverage
UNION ALL SELECT 'need', 'service.needs', sheet, line, unnest(needs) FROM kept.service
UNION ALL SELECT 'need', 'flow.need', sheet, line, need FROM kept.flow
UNION ALL SELECT 'need', 'client_need.need', sheet, line, need FROM kept.client_need
UNION ALL SELECT 'need', 'need.broader', sheet, line, broader FROM kept.need
UNION ALL SELECT 'organisation', kind || '.' || field, sheet, line, text FROM organisation_reference
UNION ALL SELECT 'service', kind || '.' || field, sheet, line, text FROM service_reference;

-- What is compared: without the words that many names have.
CREATE MACRO tp_core(name) AS
    trim(regexp_replace(
        regexp_replace(
            tp_fold(name), '\b(the|and|of|for|ltd|limited|plc|llp|cic|council|borough|district|county|city|trust|ward|services?)\b', '', 'g'
        ),
        '[^\p{L}\p{N}]+', ' ', 'g'
    ));

CREATE MACRO tp_telling_words(name) AS
    regexp_extract_all(
        tp_fold(name), '\d+|\b(?:north|south|east|west|upper|lower|inner|outer|male|female|men|women|boys|girls|under|over)(?:ern)?\b'
    );

-- Each text once, where it first stands.
CREATE TABLE unlisted AS
WITH once AS (
    SELECT what, text, min((sheet, line)) AS place, arg_min("column", (sheet, line)) AS "column", count(*) AS times
    FROM spelling
    WHERE text IS NOT NULL
    GROUP BY what, text
)
SELECT *, tp_core(text) AS core
FROM once
WHERE NOT EXISTS (SELECT 1 FROM folded WHERE folded.what = once.what AND folded.name = tp_fold(once.text));

-- A slip is seldom at both ends of a name: only names that share the one or the other are compared.
CREATE MACRO tp_tips(core) AS
    CASE
        WHEN length(core) < 8 THEN ['<' || left(core, 3), '>' || right(core, 3)]
        WHEN length(core) < 10
        THEN ['<' || left(core, 3), '>' || right(core, 3), '<' || left(core, 4), '>' || right(core, 4)]
        ELSE ['<' || left(core, 4), '>' || right(core, 4)]
    END;

CREATE TABLE near AS
WITH names AS (
    SELECT what, name, tp_core(name) AS core, tp_telling_words(name) AS telling FROM listed WHERE length(tp_core(name)) >= 5
),
ends AS (SELECT *, unnest(tp_tips(core)) AS tip FROM names),
asked AS (
    SELECT *, tp_telling_words(text) AS telling, unnest(tp_tips(core)) AS tip FROM unlisted WHERE length(core) >= 5
),
pairs AS (
    SELECT DISTINCT asked.what, asked.text, asked.place, asked."column", asked.times, asked.core, ends.name, ends.core AS other
    FROM asked
    JOIN ends
        ON ends.what = asked.what AND ends.tip = asked.tip AND ends.telling = asked.telling
        AND left(ends.core, 1) = left(asked.core, 1) AND abs(length(asked.core) - length(ends.core)) <= 2
)
SELECT *, damerau_levenshtein(core, other) AS slips
FROM pairs
WHERE damerau_levenshtein(core, other) <= CASE WHEN length(other) >= 9 THEN 2 ELSE 1 END;

INSERT INTO record.problem BY NAME
SELECT
    place[1] AS sheet, place[2] AS line, "column", text AS value, 'note' AS severity, 'nearly-a-name' AS code,
    'no ' || what || ' of the file is called ''' || text || ''''
        || CASE WHEN times > 1 THEN ', which stands in ' || times || ' rows' ELSE '' END
        || '; the nearest is ''' || arg_min(name, (slips, name)) || '''' AS sentence,
    'if the two are one, write the name as the sheet has it' AS mend
FROM near
GROUP BY what, text, place, "column", times;
