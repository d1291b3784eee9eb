"""Which client groups mean the same people."""

from functools import cache

import numpy as np
import pyarrow as pa

from tpgraph.matching.service_list import ServiceList, read_services
from tpgraph.matching.service_topics import Topics, learn_topics
from tpgraph.matching.wordings import _with_clusters, likeness_of_wordings

SYLLABLES = ["bra", "do", "fli", "gur", "ke", "lom", "mi", "nav", "po", "ri", "sto", "tul", "va", "wen", "yat", "zo"]
MATTERS, GROUPS, SERVICES = 60, 8, 4_000


@cache
def invented(seed: int = 11) -> tuple[ServiceList, Topics]:
    """Services about invented matters; groups 2k and 2k + 1 are two wordings of one people, who ask for few matters."""
    random = np.random.default_rng(seed)
    made = ["".join(random.choice(SYLLABLES, 4)) for _ in range(MATTERS * 8)]
    words = np.array(made).reshape(MATTERS, 8)
    asked = random.dirichlet(np.full(MATTERS, 0.15), GROUPS)
    rows = []
    for number in range(SERVICES):
        wording = int(random.integers(2 * GROUPS))
        matter = int(random.choice(MATTERS, p=asked[wording // 2]))
        said = random.choice(words[matter], 6, replace=False)
        rows.append(
            {
                "id": f"s{number:04}",
                "name": " ".join(said[:2]),
                "description": " ".join(said[2:]),
                "needs": f"need {matter}",
                "client_group": f"wording {chr(97 + wording)}",
            }
        )
    services = read_services(pa.Table.from_pylist(rows))
    return services, learn_topics(services, seed=0)


def test_two_wordings_that_serve_the_same_matters_come_out_alike_and_others_do_not() -> None:
    services, topics = invented()
    alike = topics.learned.wordings
    of_people = np.array([(ord(wording[-1]) - 97) // 2 for wording in services.wordings])
    one_people = of_people[:, None] == of_people[None, :]
    assert alike.shape == (2 * GROUPS, 2 * GROUPS)
    assert alike[one_people].min() > 0.9
    assert alike[~one_people].max() < 0.35
    assert alike[~one_people].max() < topics.learned.people_begin < alike[one_people].min()


def test_a_wording_is_wholly_like_itself_and_likeness_has_no_direction() -> None:
    alike = invented()[1].learned.wordings
    assert np.all(np.diag(alike) == 1)
    assert np.allclose(alike, alike.T, atol=1e-6)


def test_half_of_likeness_is_that_of_the_clusters_two_wordings_are_in() -> None:
    alike = np.array([[1, 0.8, 0.2], [0.8, 1, 0.4], [0.2, 0.4, 1]])
    # The first two join at .8, the third joins both at the mean of .2 and .4.
    assert np.allclose(_with_clusters(alike), [[1, 0.8, 0.25], [0.8, 1, 0.35], [0.25, 0.35, 1]])


def test_wordings_are_learned_the_same_for_the_same_seed() -> None:
    services, topics = invented()
    wording, count = services.groups[:, 0], len(services.wordings)
    first, again = (likeness_of_wordings(topics.vectors, wording, count, seed=2) for _ in range(2))
    assert np.array_equal(first, again)


def test_a_wording_of_few_services_is_like_itself_alone() -> None:
    services, topics = invented()
    wording = services.groups[:, 0].copy()
    rare = 2 * GROUPS
    # Four services of the first wording are said to be for people worded otherwise: too few to tell that it is so.
    wording[np.flatnonzero(wording == 0)[:4]] = rare
    found = likeness_of_wordings(topics.vectors, wording, rare + 1, seed=0)
    assert found[rare, rare] == 1
    assert found[rare, :rare].max() <= 0.5


def test_too_short_a_list_tells_nothing_of_wordings() -> None:
    services, topics = invented()
    short = likeness_of_wordings(topics.vectors[:1_000], services.groups[:1_000, 0], 2 * GROUPS, seed=0)
    assert np.array_equal(short, np.eye(2 * GROUPS))


def test_too_few_wordings_tell_nothing() -> None:
    services, topics = invented()
    few = np.minimum(services.groups[:, 0], 10)
    assert np.array_equal(likeness_of_wordings(topics.vectors, few, 11, seed=0), np.eye(11))


def test_services_that_say_nothing_teach_nothing() -> None:
    vectors = np.zeros((4_000, 3), np.float32)
    assert np.array_equal(likeness_of_wordings(vectors, np.arange(4_000) % 12, 12, seed=0), np.eye(12))
