from collections import Counter

from linli.config.demo import plan
from linli.config.demo.words import ODD, TOPICS
from linli.places import codes


def test_the_demo_town_has_the_size_that_it_promises() -> None:
    kinds = Counter(row.kind for row in plan.place_rows())
    assert (kinds["street"], kinds["community"], kinds["estate"]) == (2, 5, 20)
    assert 5_500 <= kinds["home"] <= 6_500
    grids = Counter(row.facts["grid_kind"] for row in plan.place_rows() if row.kind == "grid")
    assert grids == {"residents": 16, "dedicated": 6}


def test_every_place_of_the_plan_stands_once_and_under_its_parent() -> None:
    seen: set[str] = set()
    for row in plan.place_rows():
        assert row.code not in seen
        assert not row.parent or row.parent in seen
        seen.add(row.code)


def test_grid_codes_are_codes_of_their_community() -> None:
    for row in plan.place_rows():
        if row.kind == "grid":
            assert codes.is_grid(row.code, row.parent)


def test_names_do_not_come_twice() -> None:
    names = plan.names(11)
    some = [next(names) for _ in range(1000)]
    assert len(set(some)) == 1000
    assert some == [name for name, _ in zip(plan.names(11), range(1000), strict=False)]


def test_nobody_says_the_same_twice() -> None:
    said = [words for topic in TOPICS for words in topic.says] + list(ODD)
    assert len(said) == len(set(said))
