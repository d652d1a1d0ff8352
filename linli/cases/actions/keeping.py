"""Views of the worklist that somebody keeps under a name, for themselves or for everybody in their unit."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases import rules
from linli.cases.models import SavedView
from linli.cases.queries import kept
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotAllowed, NotFound, Refusal, require

MOST_VIEWS = 20


class NameMissing(Refusal):
    words = _("请给这个视图起个名字。")
    field = "name"


class ViewNameTaken(Refusal):
    words = _("您已经有一个同名的视图，请换个名字。")
    field = "name"


class TooManyViews(Refusal):
    words = _("视图已经很多了，请先删掉用不着的。")


@transaction.atomic
def save_view(*, name: str, query: str, is_shared: bool, by: Actor, now: datetime) -> SavedView:
    """Keep a lens with its filters (``query``, as the address writes it) under a name, at most twenty a person.

    Raises NotAllowed, NameMissing, ViewNameTaken, TooManyViews.
    """
    require(rules.can_keep_views(by))
    body_id = kept.body_of(by) if is_shared else None
    if by.person_id is None or (is_shared and body_id is None):
        raise NotAllowed
    theirs = SavedView.objects.filter(person=by.person_id)
    if theirs.count() >= MOST_VIEWS:
        raise TooManyViews
    title = _named(name, theirs.values_list("name", flat=True))
    return SavedView.objects.create(
        person_id=by.person_id, body_id=body_id, name=title, query=query[:300], saved_at=now
    )


@transaction.atomic
def rename_view(*, view_id: int, name: str, by: Actor, now: datetime) -> SavedView:
    """Raises NotFound, NotAllowed (it is somebody else's), NameMissing, ViewNameTaken."""
    view = _own(view_id, by)
    others = SavedView.objects.filter(person=view.person_id).exclude(pk=view.pk)
    view.name, view.saved_at = _named(name, others.values_list("name", flat=True)), now
    view.save(update_fields=["name", "saved_at"])
    return view


@transaction.atomic
def drop_view(*, view_id: int, by: Actor, now: datetime) -> str:
    """Delete a view; the name that it had. Raises NotFound, NotAllowed (it is somebody else's)."""
    view = _own(view_id, by)
    view.delete()
    return view.name


def _own(view_id: int, by: Actor) -> SavedView:
    view = kept.views_for(by).filter(pk=view_id).first()
    if view is None:
        raise NotFound
    require(rules.can_change_view(by, view))
    return view


def _named(name: str, taken: Iterable[str]) -> str:
    title = name.strip()[:40]
    if not title:
        raise NameMissing
    if title in set(taken):
        raise ViewNameTaken
    return title
