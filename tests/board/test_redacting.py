"""Nobody is recognised: what is taken out of a text, over many texts made of pieces that tell who somebody is."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.board import redacting

PHONES = (
    "13812345678",
    "138-1234-5678",
    "１３８１２３４５６７８",
    "+86 139 0000 1111",
    "0833-2123456",
    "8800101099",
)
IDENTITIES = ("511102199001011234", "51110219900101123X")
HOMES = (
    "3栋2单元501室", "3栋2单元501", "三栋二单元", "3-2-501", "12#1203", "3号楼", "A座1203", "渡口巷35号院", "临江路12号",
    "501室", "1203号房", "５栋１单元３０２", "十二栋", "7-1203",
)  # fmt: skip
OTHERS = ("川L12345", "zhou@example.cn", "微信zhoudahan88")
NAMES = ("周大寒", "欧阳若兰")
PLAIN = (
    "电梯又停了，",
    "老人下不了楼。",
    "晚上看不见，",
    "请尽快修，",
    "已经三天了，",
    "花坛边上的灯，",
    "，谢谢。",
    "水箱漏水",
)

pieces = st.lists(st.sampled_from((*PHONES, *IDENTITIES, *HOMES, *OTHERS, *NAMES)), min_size=1, max_size=4)
around = st.lists(st.sampled_from(PLAIN), min_size=5, max_size=5)


def _bare(text: str) -> str:
    return re.sub(r"[\s\-—·]", "", text)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces, around)
def test_a_draft_holds_nothing_that_tells_who_it_was(told: list[str], words: list[str]) -> None:
    text = "".join(f"{word}{piece}" for word, piece in zip(words, [*told, "", "", "", ""], strict=False))
    draft = redacting.draft(text, names=NAMES)
    for piece in told:
        assert piece not in draft
        assert _bare(piece) not in _bare(draft)
    assert not re.search(r"\d{4,}", draft)
    assert redacting.recognisable(draft, names=NAMES) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces, around)
def test_what_is_recognisable_is_found_before_it_is_released(told: list[str], words: list[str]) -> None:
    text = "".join(f"{word}{piece}" for word, piece in zip(words, [*told, "", "", "", ""], strict=False))
    assert redacting.recognisable(text, names=NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "电梯从昨晚开始停了，老人下不了楼。", "路灯不亮，晚上看不见，修了 3 次还是坏。", "11月22日 18:00 恢复供水。",
        "停车费从 50-100元涨到 150 元。", "楼道堆了杂物，消防通道堵了。", "每周二、周五下午 3 点到 5 点噪声大。",
    ],
)  # fmt: skip
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert redacting.draft(text) == text
    assert redacting.recognisable(text) == []


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("3栋2单元501的张阿姨说水管漏", "[门牌]的[某人]说水管漏"),
        ("我叫李春燕，住5楼", "我叫[某人]，住[楼层]"),
        ("王师傅来过，电话13812345678", "[某人]来过，电话[电话]"),
        ("川L12345 堵了通道", "[车牌] 堵了通道"),
    ],
)
def test_what_stands_instead_is_said_in_brackets(text: str, draft: str) -> None:
    assert redacting.draft(text) == draft
