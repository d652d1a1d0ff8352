"""Follow what somebody else has reported, and stop it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.board import actions, forms, telling
from linli.board.models import Follow
from linli.board.views.public import on_board
from linli.kernel.actor import RESIDENT, Actor
from linli.kernel.pages import Request, answer_form, done, page
from linli.kernel.refusals import Refusal

FOLLOWS = "board.follows"  # in a session: tokens by public id
MOST_KEPT = 50
WINDOW, MOST = 3600, 20  # from one address, so that nobody enters the numbers of a whole house


class TooMany(Refusal):
    words = gettext_lazy("从这里跟得太多了，请过一小时再来。")
    status = 429


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def board_follow(request: Request, public_id: str) -> HttpResponse:
    """Follow, with a number or without one; who follows already may stop."""
    release = on_board(public_id)
    kept = request.session.get(FOLLOWS, {}).get(public_id, "")
    if kept and not Follow.objects.filter(token=kept).exists():
        kept = ""
    form = forms.FollowForm(request.POST or None) if request.method == "POST" else forms.FollowForm()
    if request.method == "POST":
        form.is_bound = True

    def say(*, phone: str, by: Actor, now: datetime) -> Follow:
        if kept and not phone:
            return Follow.objects.get(token=kept)
        _count(request)
        return actions.follow(public_id=public_id, phone=phone, by=RESIDENT, now=now)

    def again(*, form: Any, refusal: Refusal | None) -> HttpResponse:
        told = telling.told(release, timezone.now())
        return page(
            request, "board/follow.html", {"form": form, "told": told, "token": kept}, refusal=refusal
        )

    def then(made: Follow) -> HttpResponse:
        follows = {**request.session.get(FOLLOWS, {}), public_id: made.token}
        request.session[FOLLOWS] = dict(list(follows.items())[-MOST_KEPT:])
        words = (
            _("好，有结果时发一条短信给您。") if made.phone else _("好，算上您了。想看进度，随时回到这一页。")
        )
        return done(request, words, "board_follow", public_id)

    return answer_form(request, form, say, again=again, then=then)


def _count(request: HttpRequest) -> None:
    key = f"board.follow.{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, WINDOW)
    if cache.incr(key) > MOST:
        raise TooMany


@login_not_required
@require_POST
def board_unfollow(request: Request, token: str) -> HttpResponse:
    """Follow no more: number and all are erased."""
    public_id = actions.unfollow(token=token, by=RESIDENT, now=timezone.now())
    follows = dict(request.session.get(FOLLOWS, {}))
    follows.pop(public_id, None)
    request.session[FOLLOWS] = follows
    return done(request, _("不再跟了，您留的号码也删掉了。"), "board_follow", public_id)
