"""The home pages and the few switches that belong to no room."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from linli.kernel.pages import Request, go, page
from linli.web.views import setup

ELDER_COOKIE = "elder"
A_YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_GET
def home(request: Request) -> HttpResponse:
    """A worker is sent to the worklist, who only sets the town up to where that is done, a neighbour who volunteers to
    what neighbours ask; everybody else reads what can be done here.
    """
    if request.user.is_authenticated:
        volunteers = request.actor.may_anywhere("cases.neighbour") and not request.actor.may_anywhere(
            "cases.read"
        )
        if setup.sets_up_only(request.actor):
            return go(request, "setup")
        return go(request, "neighbours" if volunteers else "worklist")
    return page(request, "web/home.html")


@login_not_required
@require_GET
def help_page(request: Request) -> HttpResponse:
    return page(request, "web/help.html")


@login_not_required
@require_POST
def elder(request: Request) -> HttpResponse:
    """Switch the elder view on or off and go back to the page it was asked from."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = go(request, back if safe else "home")
    if request.POST.get("on") == "1":
        response.set_cookie(
            ELDER_COOKIE, "1", max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.IS_HTTPS
        )
    else:
        response.delete_cookie(ELDER_COOKIE)
    return response


# Django's own switch, open to those who do not sign in.
language = login_not_required(set_language)
