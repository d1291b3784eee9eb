-- What is worth saying: a row for a cell that cannot be read, one for each cause that holds for many.

INSERT INTO record.problem BY NAME
SELECT
    sheet, line, heading AS "column", code AS value, 'warning' AS severity, 'area-code-unreadable' AS code,
    '''' || code || ''' is no code of an area: it is left out' AS sentence,
    'write the nine characters of the GSS code, such as E01000315, or leave the cell empty' AS mend
FROM unreadable;

INSERT INTO record.problem BY NAME
SELECT sheet, "column", '' AS value, severity, code, sentence, mend
FROM (
    SELECT
        c.sheet, a.heading AS "column", 'note' AS severity, 'area-without-name' AS code,
        printf('%d areas have a code and no name: no place is made of them', count(DISTINCT c.code)) AS sentence,
        'load the look-up that has the column of names too' AS mend
    FROM cell AS c JOIN area_column AS a USING (column_id)
    WHERE c.kind <> 'oa' AND c.code NOT IN (SELECT code FROM area_name)
    GROUP BY c.sheet, a.heading
    UNION ALL
    SELECT
        sheet, heading, 'note', 'area-of-two-names',
        printf('%d codes stand beside more than one name, such as %s: the name on most rows is taken', count(*), min(code)),
        'mend the name, or give the area that is meant its own code'
    FROM (
        SELECT b.sheet, a.heading, b.code FROM beside AS b JOIN area_column AS a USING (column_id)
        WHERE b.name IS NOT NULL GROUP BY ALL HAVING count(DISTINCT tp_fold(b.name)) > 1
    )
    GROUP BY sheet, heading
    UNION ALL
    SELECT
        sheet, '', 'note', 'code-split',
        printf('%d old codes were divided among several new ones, such as %s: figures under them belong to none alone', count(*), min(old_code)),
        'ask for the figure by its new codes'
    FROM (
        SELECT f.old_code, any_value(c.sheet) AS sheet
        FROM followed AS f JOIN (SELECT DISTINCT code, sheet FROM cell) AS c ON c.code = f.old_code
        GROUP BY f.old_code HAVING count(DISTINCT f.new_code) > 1
    )
    GROUP BY sheet
    UNION ALL
    SELECT
        sheet, '', 'warning', 'look-up-cut',
        printf('the table holds a part of the country only, so the share of %d larger areas is unknown, such as that of %s', count(DISTINCT part), min(part)),
        'load the look-up of the whole country as the Office for National Statistics publishes it'
    FROM covers WHERE share IS NULL AND NOT complete
    GROUP BY sheet
    UNION ALL
    SELECT
        sheet, '', 'warning', 'share-unknown',
        printf('%d pairs of areas overlap, such as %s and %s, and the table does not say by how much', count(*), min(place), arg_min(part, place)),
        'load a look-up that goes down to LSOAs, such as the best-fit look-up of LSOAs to both kinds of area'
    FROM covers WHERE share IS NULL AND complete
    GROUP BY sheet
    UNION ALL
    SELECT
        sheet, '', 'warning', 'population-missing',
        printf('%d of %d areas have no readable population: shares are not taken of people', units - with_people, units),
        'fill in the population of every row, or leave the column out'
    FROM measure WHERE with_people BETWEEN 1 AND units - 1
);
