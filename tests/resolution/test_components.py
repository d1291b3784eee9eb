"""Groups of records under rules: verdicts first, then matches that break none."""

from tpgraph.resolution.components import Components, Pair


def groups(components: Components, records: str) -> set[frozenset[str]]:
    roots: dict[str, set[str]] = {}
    for record in records:
        roots.setdefault(components.find(record), set()).add(record)
    return {frozenset(group) for group in roots.values()}


def test_matches_join_in_chains() -> None:
    components = Components({})
    components.add_matches([Pair("a", "b", 0.97), Pair("b", "c", 0.96)])
    assert groups(components, "abcd") == {frozenset("abc"), frozenset("d")}


def test_the_least_probable_match_is_cut_where_two_records_are_called_different() -> None:
    components = Components({})
    components.add_verdicts(same=[], different=[("a", "c")])
    components.add_matches([Pair("a", "b", 0.99), Pair("b", "c", 0.97)])
    assert groups(components, "abc") == {frozenset("ab"), frozenset("c")}
    assert components.contradictions == []


def test_the_order_in_which_matches_come_plays_no_part() -> None:
    components = Components({})
    components.add_verdicts(same=[], different=[("a", "c")])
    components.add_matches([Pair("b", "c", 0.97), Pair("a", "b", 0.99)])
    assert groups(components, "abc") == {frozenset("ab"), frozenset("c")}


def test_verdicts_alone_are_never_cut_and_their_contradiction_is_reported() -> None:
    components = Components({})
    components.add_verdicts(same=[("a", "b"), ("b", "c")], different=[("a", "c")])
    assert groups(components, "abc") == {frozenset("abc")}
    assert components.contradictions == [("a", "c")]


def test_two_identifiers_of_one_register_never_join_not_even_through_a_third_record() -> None:
    identifiers = {"a": {"GB-COH": "GB-COH-00000001"}, "c": {"GB-COH": "GB-COH-00000002"}}
    components = Components(identifiers)
    components.add_matches([Pair("a", "b", 0.99), Pair("b", "c", 0.98)])
    assert groups(components, "abc") == {frozenset("ab"), frozenset("c")}


def test_identifiers_of_two_registers_may_join() -> None:
    identifiers = {"a": {"GB-COH": "GB-COH-00000001"}, "b": {"GB-CHC": "GB-CHC-1089893"}}
    components = Components(identifiers)
    components.add_matches([Pair("a", "b", 0.96)])
    assert groups(components, "ab") == {frozenset("ab")}


def test_what_is_called_different_stays_apart_when_either_side_grows() -> None:
    components = Components({})
    components.add_verdicts(same=[], different=[("a", "d")])
    components.add_matches([Pair("a", "b", 0.99), Pair("c", "d", 0.99), Pair("b", "c", 0.96)])
    assert groups(components, "abcd") == {frozenset("ab"), frozenset("cd")}
