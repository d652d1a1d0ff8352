"""The inbox."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from linli.kernel.pages import Request, go, page
from linli.notices import actions, queries


@require_safe
def inbox(request: Request) -> HttpResponse:
    """The reader's own letters, unread first, 25 a page."""
    context = {
        "slice": queries.inbox(request.actor, after=request.GET.get("after", "")),
        "unread": queries.unread_count(request.actor),
    }
    return page(request, "notices/inbox.html", context, part="letters")


@require_safe
def inbox_count(request: Request) -> HttpResponse:
    """How many letters are unread, as a bare number for the menu; nothing for none."""
    return HttpResponse(str(queries.unread_count(request.actor) or ""))


@require_POST
def open_letter(request: Request, letter_id: int) -> HttpResponse:
    """Mark a letter as read and go on to what it tells of."""
    letter = actions.mark_read(letter_id=letter_id, by=request.actor, now=timezone.now())
    return go(request, letter.link or "inbox")


@require_POST
def read_all(request: Request) -> HttpResponse:
    actions.mark_all_read(by=request.actor, now=timezone.now())
    return go(request, "inbox")
