"""Header and body of every shipped query agree, and every body keeps to the subset that both engines answer alike."""

import re

import pytest

from tests.queries import cypher_text as read
from tpgraph.errors import QueryError
from tpgraph.map.queries import Question, parse_query, query_folder, shipped_queries
from tpgraph.model import model

QUERIES = {query.name: query for query in shipped_queries()}
BODIES = {name: read.bare(query.text) for name, query in QUERIES.items()}
NAMES = list(QUERIES)

FORBIDDEN = {
    "a function of one engine": r"\b(labels|keys|type|id|elementId|properties|nodes|startNode|endNode)\s*\(",
    "reduce": r"\breduce\s*\(",
    "a function of dates": r"\b(date|datetime|time|localtime|localdatetime|duration|timestamp)\s*[(.]",
    "COLLECT { }": r"(?i)\bcollect\s*\{",
    "a list comprehension": r"\[\s*\w+\s+IN\b",
    "a pattern comprehension": r"\[\s*\(",
    "a map projection": r"\w\s*\{\s*[.\w]+\s*[,:}]|\{\s*\.",
    "a pattern as a condition": r"\b(WHERE|AND|OR|NOT)\s+\(\w*(:\w+)?\)\s*<?-",
    "a null parameter": r"\$\w+\s+IS\b|coalesce\(\s*\$",
    "a clause that is no part of the subset": r"(?i)\b(CREATE|MERGE|SET|DELETE|REMOVE|FOREACH|CALL|LOAD|UNION)\b",
    "shortestPath": r"(?i)\bshortest",
    "an integer division": r"(?m)^(?!.*1\.0 \* .* / ).* / ",
    "round with one argument": r"\bround\s*\([^,()]*\)",
    "a sum without coalesce(sum(x), 0)": r"(?<!coalesce\()\bsum\s*\(",
    "a sign of one engine": r"[;\"]|`|=~|\+=",
}
TRAPS = {
    "MATCH (n:Need) RETURN labels(n) AS x": "a function of one engine",
    "RETURN reduce(a = 0, x IN [1] | a + x) AS x": "reduce",
    "RETURN date('2009-04-01') AS x": "a function of dates",
    "RETURN COLLECT { MATCH (n:Need) RETURN n.id } AS x": "COLLECT { }",
    "RETURN [x IN [1, 2] WHERE x > 1] AS x": "a list comprehension",
    "MATCH (n:Need) RETURN [(n)-[:BROADER]->(m:Need) | m.id] AS x": "a pattern comprehension",
    "MATCH (n:Need) RETURN n { .id } AS x": "a map projection",
    "MATCH (n:Need) WHERE (n)-[:BROADER]->() RETURN n.id AS x": "a pattern as a condition",
    "MATCH (n:Need) WHERE $need IS NULL RETURN n.id AS x": "a null parameter",
    "MATCH (n:Need) RETURN n.id AS x UNION MATCH (n:Place) RETURN n.id AS x": "a clause that is no part of the subset",
    "MATCH (s:Service) RETURN sum(s.places_per_year) AS x": "a sum without coalesce(sum(x), 0)",
    "MATCH (s:Service) RETURN round(s.places_per_year) AS x": "round with one argument",
    "MATCH (s:Service) RETURN s.places_per_year / 3 AS x": "an integer division",
    "MATCH (s:Service) RETURN s.`name` AS x": "a sign of one engine",
}


def forbidden(body: str) -> list[str]:
    """What a body holds that the subset leaves out."""
    # `end` is a word of the language: both engines take the property in backticks only.
    plain = body.replace(".`end`", ".end")
    return [what for what, found in FORBIDDEN.items() if re.search(found, plain)]


def several_patterns(body: str) -> list[str]:
    """MATCH clauses with more than one pattern."""
    matches = [clause for clause in read.clauses(body) if clause.word.endswith("MATCH")]
    return [clause.text for clause in matches if len(read.parts(read.pattern(clause))) > 1]


def repeated_types(body: str) -> list[str]:
    """Relationship types that stand twice in one MATCH clause whose ends are not said to differ."""
    found = []
    for clause in read.clauses(body):
        if not clause.word.endswith("MATCH"):
            continue
        ends = [node.variable for node in read.nodes(read.pattern(clause))]
        if ends and re.search(rf"\b{ends[0]}\.id <>? {ends[-1]}\.id\b", body):
            continue
        types = [kind for one in read.relationships(read.pattern(clause)) for kind in one.types]
        found += [kind for kind in set(types) if types.count(kind) > 1]
    return found


def loose_lengths(body: str) -> list[str]:
    """Variable lengths without a bound, or whose ends are neither in EXISTS nor made distinct next."""
    listed = read.clauses(body)
    found = []
    for place, clause in enumerate(listed):
        long = [one.length for one in read.relationships(clause.text) if one.length]
        after = [later.word for later in listed[place + 1 :] if later.depth == clause.depth]
        projected = next((word for word in after if word.startswith(("WITH", "RETURN"))), "")
        found += [length for length in long if not re.fullmatch(r"\*\d+\.\.\d+", length)]
        if long and clause.depth == 0 and not projected.endswith("DISTINCT"):
            found.append(clause.text)
    return found


def crowded_filters(body: str) -> list[str]:
    """MATCH clauses that filter a property of their relationship and do not stand alone between WITHs."""
    found = []
    every = read.clauses(body)
    for clause in every:
        listed = [other for other in every if other.depth == clause.depth]
        place = next(place for place, other in enumerate(listed) if other is clause)
        names = [one.variable for one in read.relationships(clause.text) if one.variable]
        around = [listed[place - 1].word if place else "WITH", *(later.word for later in listed[place + 1 : place + 3])]
        if listed[place - 1].word == "WHERE" and place > 1:
            around[0] = listed[place - 2].word
        filtered = around[1:2] == ["WHERE"] and any(f"{name}." in listed[place + 1].text for name in names)
        if filtered and not (around[0].startswith("WITH") and around[2].startswith(("WITH", "RETURN"))):
            found.append(clause.text)
    return found


def unknown_words(body: str) -> list[str]:
    """Labels, relationship types and properties that the model does not have, and nodes without a label."""
    the = model()
    properties = {label: {"id", "name"} | {one.name for one in node.properties} for label, node in the.nodes.items()}
    properties |= {kind: {one.name for one in link.properties} for kind, link in the.relationships.items()}
    known: dict[str, str] = {}
    found = []
    lists = {name: one for one, name in re.findall(r"\bcollect\((?:DISTINCT )?(\w+)\) AS (\w+)", body)}
    for clause in read.clauses(body):
        if (taken := re.fullmatch(r"(\w+) AS (\w+)", clause.text)) and lists.get(taken[1]) in known:
            known[taken[2]] = known[lists[taken[1]]]
        if not clause.word.endswith("MATCH"):
            continue
        for node in read.nodes(read.pattern(clause)):
            if node.label:
                known[node.variable] = node.label
            found += [f"({node.variable})"] if node.variable not in known else []
        for link in read.relationships(read.pattern(clause)):
            found += [kind for kind in link.types if kind not in the.relationships]
            if link.variable:
                known[link.variable] = link.types[0]
    found += [label for label in known.values() if label not in properties]
    for variable, name in re.findall(r"(?<![\w$.])([a-z_]\w*)\.`?(\w+)", body):
        if name not in properties.get(known.get(variable, ""), set()):
            found.append(f"{variable}.{name}")
    return found


def test_there_are_fifty_queries_in_five_folders() -> None:
    assert len(NAMES) >= 50
    assert {query.folder for query in QUERIES.values()} == {"money", "overlap", "needs", "partners", "oversight"}
    assert len(NAMES) == len(list(query_folder().glob("*/*")))


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_named_and_introduced_by_its_question(name: str) -> None:
    query = QUERIES[name]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert query.about.endswith("?")
    assert query.text.startswith(f"// {query.about}\n//\n")
    assert query.text.endswith("\n")
    assert max(len(line) for line in query.text.splitlines()) <= 120
    listed = [line for line in query.text.splitlines() if line.startswith(("// param  ", "// row  "))]
    starts = [re.match(r"// \w+ +\w+ +", line) for line in listed]
    assert len({start.end() if start else -1 for start in starts}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_header_names_the_parameters_and_columns_of_the_body(name: str) -> None:
    query, body = QUERIES[name], BODIES[name]
    assert sorted(entry.name for entry in query.parameters) == sorted(set(re.findall(r"\$(\w+)", body)))
    assert [entry.name for entry in query.columns] == read.returned(body)
    assert all("'' = " in entry.about for entry in query.parameters if entry.type == "string")
    money = [entry for entry in query.columns if "pence" in entry.name and entry.name != "cost_pence_per_year"]
    assert all(entry.type == "integer" for entry in money)
    if money:
        assert {"financial_year", "basis"} <= {entry.name for entry in query.columns}


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_one_read_that_ends_in_an_order_by_its_own_columns(name: str) -> None:
    body = BODIES[name]
    assert len(re.findall(r"\bRETURN\b", body)) == 1
    order = read.ordered_by(body)
    assert order
    assert set(order) <= set(read.returned(body))
    assert len(set(order)) == len(order)


@pytest.mark.parametrize("name", NAMES)
def test_a_query_keeps_to_the_portable_subset(name: str) -> None:
    body = BODIES[name]
    assert forbidden(body) == []
    assert several_patterns(body) == []
    assert repeated_types(body) == []
    assert loose_lengths(body) == []
    assert crowded_filters(body) == []
    assert unknown_words(body) == []


@pytest.mark.parametrize(("text", "what"), TRAPS.items())
def test_the_subset_leaves_out_what_engines_answer_differently(text: str, what: str) -> None:
    assert what in forbidden(read.bare(text))


def test_the_subset_leaves_out_patterns_that_engines_count_differently() -> None:
    assert several_patterns("MATCH (a:Need), (b:Need) RETURN a.id AS x")
    assert several_patterns("MATCH (a:Need) MATCH (b:Need) RETURN a.id AS x, b.id AS y") == []
    assert repeated_types("MATCH (a:Need)-[:BROADER]->(b:Need)-[:BROADER]->(c:Need) RETURN a.id AS x") == ["BROADER"]
    distinct = "MATCH (a:Need) MATCH (b:Need) WHERE a.id < b.id MATCH (a)-[:BROADER]->(c:Need)<-[:BROADER]-(b)"
    assert repeated_types(distinct) == []
    assert repeated_types(distinct.replace("a.id < b.id", "a.id < c.id")) == ["BROADER"]
    assert loose_lengths("MATCH (a:Need)-[:BROADER*]->(b:Need) WITH DISTINCT a, b RETURN a.id AS x") == ["*"]
    assert loose_lengths("MATCH (a:Need)-[:BROADER*0..3]->(b:Need) WITH a, b RETURN a.id AS x")
    assert loose_lengths("MATCH (a:Need)-[:BROADER*0..3]->(b:Need) WITH DISTINCT a, b RETURN a.id AS x") == []
    assert crowded_filters("MATCH (a:Need) MATCH (a)-[r:FUNDS]->(b:Need) WHERE r.basis = '' WITH a RETURN a.id AS x")
    assert crowded_filters("MATCH (a:Need)-[r:FUNDS]->(b:Need) WHERE r.basis = '' MATCH (c:Need) RETURN a.id AS x")
    assert crowded_filters("MATCH (a:Need)-[r:FUNDS]->(b:Need) WHERE r.basis = '' WITH a, r RETURN a.id AS x") == []
    assert unknown_words("MATCH (a:Ned)-[:BRODER]->(b) RETURN a.id AS x, c.nme AS y") == [
        "(b)",
        "BRODER",
        "Ned",
        "a.id",
        "c.nme",
    ]


def test_at_least_thirty_of_the_forty_questions_are_answered_without_leaving_a_part_open() -> None:
    whole = {asked.number for query in QUERIES.values() for asked in query.questions if not asked.open}
    assert whole <= set(range(1, 41))
    assert len(whole) >= 30


def test_a_header_tells_which_of_the_forty_questions_it_answers_and_what_it_leaves_open() -> None:
    text = "// Which needs?\n//\n// question  21\n// question  6  in part: by theme\n// row  id  string  id\n"
    assert parse_query(text, "x", "money").questions == (Question(21, ""), Question(6, "by theme"))


def test_a_header_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(QueryError, match=r"money/x\.cypher: the first line must say what it asks"):
        parse_query("MATCH (n:Need) RETURN n.id AS id", "x", "money")
    with pytest.raises(QueryError, match=r"money/x\.cypher: cannot read header line 'row  id  text  id'"):
        parse_query("// Which needs?\n//\n// row  id  text  id\n", "x", "money")
    with pytest.raises(QueryError, match=r"money/x\.cypher: cannot read header line 'question  six'"):
        parse_query("// Which needs?\n//\n// question  six\n", "x", "money")
