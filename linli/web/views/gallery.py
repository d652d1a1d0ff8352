"""Every piece that pages are put together from, on one page: only where LINLI_DEBUG is on."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from linli.kernel.pages import Request, page

PARTS = "web/gallery_parts.html"
# A partial of PARTS, its name, what it is for and when it is not.
PIECES = (
    ("buttons", _("按钮"), _("一页一个主按钮，说清点了会怎样。只是去别的页面，用链接。")),
    ("fields", _("表单"), _("标签在上，帮助在下，错误写在格子旁边。能不问的不问。")),
    ("states", _("状态"), _("办到哪一步。颜色按代码，意思总用文字说。不拿来当按钮。")),
    ("dues", _("期限"), _("还剩多久或者超了多久，带准确时间。没有期限的不写。")),
    ("alerts", _("提示"), _("办成了、办不成、要留意的事。一屏不超过两条。")),
    ("empty", _("空列表"), _("说清为什么空、接下来做什么。出错不用它，用提示。")),
    ("tabs", _("页签"), _("同一类东西分几份看；手机上左右滑。步骤先后不用它。")),
    ("table", _("表格"), _("一行一件，比较着看；手机上一行变一块。只有一两项的，用名称和内容。")),
    ("panel", _("面板"), _("一件事的一部分。面板里不再套面板。")),
    ("facts", _("名称和内容"), _("一件东西的几项情况。多件东西用表格。")),
    ("timeline", _("经过"), _("已经发生的事，先后排。还没发生的，用步骤。")),
    ("steps", _("步骤"), _("走到哪一步、还有几步。超过六步就合并。")),
    ("choices", _("大选择"), _("居民页上用整行宽的选择，一屏不超过五个。工作页上用按钮。")),
    ("progress", _("进度条"), _("知道总数时用，旁边写数字。不知道总数就写“正在办”。")),
    ("aside", _("点开再看"), _("少数人才要看的内容。人人要填的不收起来。")),
    ("keys", _("按键"), _("告诉人可以按什么键。没有键盘也要能办。")),
)


class SampleForm(forms.Form):
    words = forms.CharField(label=_("什么事"), help_text=_("写清楚在哪里"))
    manner = forms.ChoiceField(
        label=_("怎么回复"), choices=[("phone", _("电话")), ("none", _("不用"))], widget=forms.RadioSelect
    )
    on = forms.DateField(label=_("哪天"), required=False, widget=forms.DateInput)
    is_known = forms.BooleanField(label=_("我看过了"), required=False)


@require_GET
def gallery(request: Request) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    now = timezone.now()
    pieces = [
        {"code": code, "name": name, "purpose": purpose, "template": f"{PARTS}#{code}"}
        for code, name, purpose in PIECES
    ]
    themes = [
        {"code": code, "name": name, "form": SampleForm({}, auto_id=f"{code}_%s")}
        for code, name in (("light", _("浅色")), ("dark", _("深色")))
    ]
    times = {
        "late": now - timedelta(hours=5),
        "soon": now + timedelta(hours=2),
        "calm": now + timedelta(days=3),
    }
    return page(request, "web/gallery.html", {"pieces": pieces, "themes": themes, "times": times, "now": now})
