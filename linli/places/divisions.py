"""A line of the list of divisions: its columns, and whether it holds together."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from linli.kernel.sheets import BadCell, Column, Row
from linli.places import codes

COLUMNS = (
    Column("code", ("代码", "区划代码", "编码"), required=True, example="000000000000"),
    Column("parent", ("上级", "上级代码"), example=""),
    Column("name", ("名称",), required=True, example="示例"),
    Column("level", ("级别", "层级"), required=True, example="3"),
)
NAME_LENGTH = 60
_LEVELS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


class Division(NamedTuple):
    line: int
    code: str
    level: int
    parent: str
    name: str


def parse(row: Row) -> Division:
    """Raises BadCell: code or parent of another shape, unknown level, level that the code does not fit."""
    values = row.values
    code, parent, name = values["code"], values["parent"], " ".join(values["name"].split())
    try:
        says = codes.level_of(code)
    except ValueError:
        says = 0
    if not says:
        raise BadCell(_("区划代码要 12 位数字：%s") % code[:20], field="code")
    level = _LEVELS.get(values["level"])
    if level is None:
        raise BadCell(_("级别要填 1 到 5:%s") % values["level"][:20], field="level")
    if says != level and not codes.fits_level(code, level):
        raise BadCell(
            _("代码是第 %(says)s 级，级别写的是 %(level)s") % {"says": says, "level": level},
            field="level",
        )
    if len(name) > NAME_LENGTH:
        raise BadCell(_("名称最多 %s 个字") % NAME_LENGTH, field="name")
    above = code if says < level else code[: codes.DIGITS.get(says - 1, 0)].ljust(12, "0") if says > 1 else ""
    if parent == above:
        return Division(row.line, code, level, parent, name)
    if parent and not codes.is_division(parent):
        raise BadCell(_("上级代码要 12 位数字：%s") % parent[:20], field="parent")
    if not _is_directly_under(code, parent, level):
        raise BadCell(_("上级应当是 %s") % (above or _("空")), field="parent")
    return Division(row.line, code, level, parent, name)


def _is_directly_under(code: str, parent: str, level: int) -> bool:
    """A level may be left out (a county directly under its province), but the digits must agree."""
    return (
        bool(parent)
        and codes.level_of(parent) < level
        and code.startswith(parent[: codes.DIGITS[codes.level_of(parent)]])
    )
