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
        tp_counted('%d area{ has|s have} a code and no name: no place is made of {it|them}', count(DISTINCT c.code)) AS sentence,
        'load the look-up that has the column of names too' AS mend
    FROM cell AS c JOIN area_column AS a USING (column_id)
    WHERE c.kind <> 'oa' AND c.code NOT IN (SELECT code FROM area_name)
    GROUP BY c.sheet, a.heading
    UNION ALL
    SELECT
        sheet, heading, 'note', 'area-of-two-names',
        tp_counted('%d code{ stands|s stand} beside more than one name, such as ' || min(code) || ': the name on most rows is taken', count(*)),
        'mend the name, or give the area that is meant its own code'
    FROM (
        SELECT b.sheet, a.heading, b.code FROM beside AS b JOIN area_column AS a USING (column_id)
        WHERE b.name IS NOT NULL GROUP BY ALL HAVING count(DISTINCT tp_fold(b.name)) > 1
    )
    GROUP BY sheet, heading
    UNION ALL
    SELECT
        sheet, '', 'note', 'code-split',
        tp_counted(
            '%d old code{ was|s were} divided among several new ones, such as ' || min(old_code)
                || ': figures under {it|them} belong to none alone',
            count(*)
        ),
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
        tp_counted(
            'the table holds a part of the country only: more may lie in %d of its larger areas than it says, such as in '
                || min(code) || ', so what share of {it|them} lies where is unknown',
            count(DISTINCT code)
        ),
        'load the look-up of the whole country as the Office for National Statistics publishes it'
    FROM extent WHERE NOT complete AND newest AND rank BETWEEN 5 AND 8 AND kind <> 'listed' AND NOT is_unit
    GROUP BY sheet
    UNION ALL
    SELECT
        sheet, '', 'warning', 'share-unknown',
        tp_counted(
            '%d pair{ of areas overlaps|s of areas overlap}, such as ' || min(place) || ' and ' || arg_min(part, place)
                || ', and the table does not say by how much',
            count(*)
        ),
        'load a look-up that goes down to LSOAs, such as the best-fit look-up of LSOAs to both kinds of area'
    FROM covers WHERE share IS NULL AND complete
    GROUP BY sheet
    UNION ALL
    SELECT
        sheet, '', 'warning', 'population-missing',
        tp_counted('%d of ' || units || ' areas {has|have} no readable population: shares are not taken of people', units - with_people),
        'fill in the population of every row, or leave the column out'
    FROM measure WHERE with_people BETWEEN 1 AND units - 1
);
