"""Words to matters, without a database."""

import pytest

from linli.catalogue.matching import Phrasebook, choose, heard, read_word

BOOK = Phrasebook(
    [
        ("fault", ("电梯…坏/停", "电梯故障", "~电梯", "-加装电梯")),
        ("add", ("加装电梯",)),
        ("parking", ("停车", "车位")),
        ("fee", ("停车费", "车位")),
        ("bite", ("狗…咬",)),
    ]
)


def first(text: str, title: str = "") -> str | None:
    best, _, _ = choose(BOOK.rank(text, title=title))
    return best.key if best else None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("三号楼电梯又坏了", "fault"),
        ("三号楼 电 梯 又坏 了", "fault"),
        ("想给老楼加装电梯", "add"),
        ("物业乱收停车费", "fee"),
        ("门口停车太乱", "parking"),
        ("孩子被狗追着咬", "bite"),
    ],
)
def test_words_find_their_matter(text: str, key: str) -> None:
    assert first(text) == key


def test_a_hint_alone_says_nothing() -> None:
    assert choose(BOOK.rank("我家电梯")) == (None, "no_words", [])


def test_parts_of_two_sentences_do_not_belong_together() -> None:
    assert first("我坐电梯下来。车坏了") is None


def test_parts_far_apart_do_not_belong_together() -> None:
    assert first("电梯" + "里" * 30 + "坏") is None


def test_a_word_that_two_share_leaves_it_open_and_names_both() -> None:
    best, why, near = choose(BOOK.rank("说说车位"))
    assert (best, why) == (None, "several")
    assert {one.key for one in near} == {"parking", "fee"}


def test_a_longer_word_hides_the_shorter_one_inside() -> None:
    assert [one.key for one in BOOK.rank("停车费")] == ["fee"]


def test_the_title_counts_more_than_the_text() -> None:
    assert first("旁边还有人停车", title="电梯故障") == "fault"


def test_a_title_that_names_one_settles_what_the_letter_leaves_open() -> None:
    text = "停车,电梯故障"
    assert first(text, title="门口停车") == "parking"
    assert first(text, title="门口停车,狗又咬人") is None


def test_a_title_that_names_two_settles_nothing() -> None:
    assert first("狗咬人,停车乱", title="停车乱,狗咬人") is None


def test_the_words_that_spoke_are_told_loudest_first() -> None:
    best, _, _ = choose(BOOK.rank("电梯故障,电梯坏了"))
    assert best is not None
    assert best.words[0] == "电梯故障"
    assert "电梯…坏/停" in best.words


@pytest.mark.parametrize(
    ("written", "text", "shown"),
    [
        ("电梯…坏/停", "二单元电梯昨晚停了", "电梯…停"),
        ("漏水", "楼上漏水", "漏水"),
        ("电梯…坏/停", "楼上漏水", "电梯…坏/停"),
        ("~噪音", "噪音很大", "噪音"),
    ],
)
def test_of_a_word_is_shown_what_was_said(written: str, text: str, shown: str) -> None:
    assert heard(written, text) == shown


def test_nothing_and_very_long_texts_are_borne() -> None:
    assert BOOK.rank("") == []
    assert BOOK.rank("。" * 200_000, title="\0") == []


@pytest.mark.parametrize("written", ["", "灯", "~", "…坏", "电梯…", "一…二…三", "~灯"])
def test_what_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_word(written)
