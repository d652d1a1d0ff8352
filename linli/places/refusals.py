"""Why a change of the places is refused."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal


class CodeTaken(Refusal):
    words = _("这个编码已经用了。")
    field = "code"


class NameTaken(Refusal):
    words = _("同一个上级下面已有这个名称。")
    field = "name"


class BadCode(Refusal):
    words = _("编码不合规定：区县、街道、社区 12 位数字，网格 15 位(社区编码加 3 位序号)。")
    field = "code"


class WrongParent(Refusal):
    words = _("这种地点不能放在这个上级下面。")
    field = "parent"


class NoParent(Refusal):
    words = _("没有这个上级。")
    field = "parent"


class HomeNeedsUnit(Refusal):
    words = _("只有平房院落的住户可以直接放在小区下面。")
    field = "parent"


class HomeNeedsRoad(Refusal):
    words = _("直接放在社区下面的住户要写明路名和门牌号。")
    field = "road"


class WrongGrid(Refusal):
    words = _("没有这个网格，或者它不在同一个社区。")
    field = "grid"


class NotThatKind(Refusal):
    words = _("这个地点不是这一类，填不了这些内容。")


class LaneBackwards(Refusal):
    words = _("街巷的起号不能大于止号。")
    field = "to_number"


class PlaceClosed(Refusal):
    words = _("这个地点已经停用。")


class StillInUse(Refusal):
    words = _("下面还有在用的地点，先停用它们。")


class NeverOnHomes(Refusal):
    words = _("码只挂在单元门、电梯和点位，不挂在住户门上。")


class AlreadyRetired(Refusal):
    words = _("这个码已经停用。")


class NothingChanged(Refusal):
    words = _("没有改动。")


class BulletinBackwards(Refusal):
    words = _("结束时间要晚于开始时间。")
    field = "ends_at"


class BulletinTooLong(Refusal):
    words = _("公告最长一年。长期的事，请到期前再发一次。")
    field = "ends_at"


class BulletinOver(Refusal):
    words = _("这条公告已经结束或撤下，不能再改。可以另发一条。")


class BulletinInThePast(Refusal):
    words = _("结束时间已经过去，请核对。")
    field = "ends_at"


class NotAtHomes(Refusal):
    words = _("公告发给小区、楼栋或单元，不针对一户人家。")
    field = "place"
