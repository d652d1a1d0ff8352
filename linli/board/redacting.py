"""Takes out of a text what tells who somebody is: numbers, home numbers, names. Pure.

A draft is better too bare than too full: the reviewer reads it and writes what is missing. What ``recognisable`` finds
is never released; forms of address and floors, which ``draft`` takes out as well, are left to the reviewer's eye.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from linli.people import numbers

_N = r"[0-9A-Za-z]{1,4}"
_C = r"[一二三四五六七八九十百]{1,4}"
_GAP = r"[ \t,，、·\-—–－#]*"
_BUILDING = rf"(?:(?:{_N}|{_C})[ \t]*(?:号楼|栋|幢|号院|单元)|{_N}[ \t]*(?:座|#))"
_ROOM = r"\d{2,4}[ \t]*(?:室|号房?|房间?|户)?"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文方"
)
_TITLES = (
    "先生|女士|阿姨|大爷|大妈|大叔|大姐|大哥|叔叔|奶奶|爷爷|婆婆|公公|师傅|老师|医生|经理|主任|书记|队长|站长|所长|某某|某|嫂子|嫂|伯伯|伯|太太|"
    "小姐|同志|老板|老太太?|老汉|哥|姐|姨|叔|总|工"
)
# What is never released, each with what stands instead.
_HARD = (
    (re.compile(rf"{_BUILDING}(?:{_GAP}{_BUILDING})*(?:{_GAP}{_ROOM})?"), "home"),
    (re.compile(r"(?<![\d-])\d{1,3}[-—–－#]\d{1,2}[-—–－#]\d{2,4}(?!\d)"), "home"),
    (re.compile(r"(?<![\d.:：-])\d{1,2}[-—–－#]\d{3,4}(?!\d|[ \t]*(?:元|块|米|公里|人|天|年|度|斤|分|点|个|万))"), "home"),
    (re.compile(r"(?<![\d.])\d{3,4}[ \t]*(?:室|号房|房间|住户)"), "home"),
    (re.compile(r"(?<=[街路巷道弄里村])[ \t]*\d{1,5}[ \t]*号(?:院|附\d+号)?"), "home"),
    (re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][ ·.]?[A-Z0-9]{5,6}(?![A-Z0-9])"), "plate"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "account"),
    (re.compile(r"(?<=微信)(?:号|是|[:：]|[ \t])*[A-Za-z][\w-]{5,19}"), "account"),
    (re.compile(r"(?<![\d.])\d(?: ?\d){5,}(?!\d)"), "number"),
)  # fmt: skip
# What a draft leaves out besides.
_SOFT = (
    (re.compile(rf"(?:[老小阿][{_SURNAMES}](?![区路街车门庄家])|[{_SURNAMES}](?:{_TITLES}))"), "person"),
    (re.compile(rf"(?:(?<=我叫)|(?<=名叫)|(?<=姓名)|(?<=联系人)|(?<=户主)|(?<=业主))[是:：]?[ \t]*[{_SURNAMES}][一-鿿]{{1,2}}"), "person"),
    (re.compile(rf"(?:\d{{1,2}}|{_C})(?:楼|层)(?![道梯栋顶盘])"), "floor"),
    (re.compile(r"(?<![\d.])\d{3,4}(?=的|家|号|邻居)"), "home"),
    (re.compile(r"(?<=车位)[ \t]*[A-Za-z]?-?\d+"), "number"),
)  # fmt: skip
_LEAST = 2  # characters of a name that counts


def _instead(kind: str) -> str:
    words = {
        "home": _("[门牌]"), "plate": _("[车牌]"), "account": _("[账号]"), "number": _("[号码]"),
        "person": _("[某人]"), "floor": _("[楼层]"),
    }  # fmt: skip
    return words[kind]


def _names(names: Iterable[str]) -> list[str]:
    return sorted({name.strip() for name in names if len(name.strip()) >= _LEAST}, key=len, reverse=True)


def draft(text: str, *, names: Iterable[str] = ()) -> str:
    """``text`` without numbers, home numbers, ``names`` and forms of address; full-width letters and digits narrowed."""
    plain = numbers.redact(_narrow(text))
    for name in _names(names):
        plain = plain.replace(name, _instead("person"))
    for pattern, kind in (*_HARD, *_SOFT):
        plain = pattern.sub(_instead(kind), plain)
    return plain.strip()


def recognisable(text: str, *, names: Iterable[str] = ()) -> list[str]:
    """The pieces of ``text`` that must not be released: numbers, home numbers, ``names``."""
    plain = _narrow(text)
    found = [name for name in _names(names) if name in plain]
    if numbers.redact(plain) != plain and not any(pattern.search(plain) for pattern, _kind in _HARD):
        found.append(_("电话或证件号"))
    for pattern, _kind in _HARD:
        found += [piece.strip() for piece in pattern.findall(plain)]
    return list(dict.fromkeys(found))


_SIGNS = {0xFF0D: "-", 0xFF03: "#"}


def _narrow(text: str) -> str:
    """Full-width letters and digits made ordinary; other signs, Chinese punctuation too, stay as they are."""
    return "".join(
        unicodedata.normalize("NFKC", sign) if 0xFF10 <= ord(sign) <= 0xFF5A and sign.isalnum() else sign
        for sign in text
    ).translate(_SIGNS)
