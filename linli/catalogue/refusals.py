"""Why a change of the catalogue is refused."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal


class CodeTaken(Refusal):
    words = _("这个事项编码已经有了。")
    field = "code"


class UnknownCategory(Refusal):
    words = _("没有这个分类。")
    field = "category"


class UnknownDepartment(Refusal):
    words = _("没有这个部门编码。主办是部门时，要写明是哪个部门。")
    field = "department"


class CoHandlerTwice(Refusal):
    words = _("同一个单位不能写两次，主办的也不用再协办。")
    field = "co_handlers"


class DepartmentNotAsked(Refusal):
    words = _("只有主办是部门时才填部门。")
    field = "department"


class CommunityMayNotLead(Refusal):
    """BJ-JSJB Art. 17: a community assists; it is never made the main handler of what is not its own."""

    words = _("这不是社区自己的事，不能让社区主办。社区只协助。")
    field = "lead"


class BadLimits(Refusal):
    words = _("时限不对：要写清用哪种钟和多少(大于0)。")
    field = "limits"


class UnreadableWords(Refusal):
    words = _("这个说法读不懂：每个词至少两个字。")
    field = "words"


class NoWords(Refusal):
    words = _("至少写一个居民常用的说法。")
    field = "words"


class UnknownValue(Refusal):
    words = _("没有这个选项。")


class BadNationalCode(Refusal):
    words = _("国标事项编码是5位数字(大类2位、小类3位)，或再加县级6位共11位。")
    field = "national_code"


class PrivateNeverPublic(Refusal):
    words = _("涉及隐私的事项不能公开，也不能先问志愿者。")
    field = "is_private"


class UnknownNationalKind(Refusal):
    words = _("国标里没有这个事项大类：头两位应在01到10之间。旧系统的编码，请把编码出处写成旧标准的名字。")
    field = "national_code"


class FirstRungSkipped(Refusal):
    words = _("从哪一级问起，就不能跳过哪一级。")
    field = "skips"


class ChangesThePast(Refusal):
    words = _("改动只能从今天或以后开始。")
    field = "since"


class NothingPlanned(Refusal):
    words = _("没有还未生效的版本可以收回。")


class NothingChanged(Refusal):
    words = _("没有改动。")


class NotYetBegun(Refusal):
    words = _("已有一个还没开始的版本。请先收回它，或者把日期定在它开始之后。")
    field = "since"
