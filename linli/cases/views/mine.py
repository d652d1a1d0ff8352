"""我的诉求: all demands of one number, proven by a code that was sent to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.cases.views import slips
from linli.kernel.pages import Request, go


@login_not_required
@require_POST
def mine_leave(request: Request) -> HttpResponse:
    """This browser follows nothing any more."""
    slips.leave(request)
    messages.success(request, _("已经退出，这台手机上看不到您的诉求了。"))
    return go(request, "progress")
