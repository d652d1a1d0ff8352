"""Refusals: exceptions named for the fact. A refusal changes nothing and is shown in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """A sentence that cannot be done. Subclasses say why in ``words``; ``field`` names the input at fault.

    Shown as 422 with the same part of the page.
    """

    words: str | Promise = _("这一步现在办不了。")
    field: str = ""
    status: int = 422

    def __init__(self, words: str | Promise | None = None, *, field: str = "") -> None:
        if words is not None:
            self.words = words
        if field:
            self.field = field
        super().__init__(self.words)

    def __str__(self) -> str:
        return str(self.words)


class NotAllowed(Refusal):
    """The actor has no grant for this. Shown as 403."""

    words = _("您没有办理这一步的权限。")
    status = 403


class NotFound(Refusal):
    """There is no such thing, or the actor may not know that there is. Shown as 404."""

    words = _("没有找到，或者您不能查看。")
    status = 404


def require(allowed: bool) -> None:
    """Raise NotAllowed unless ``allowed``. Sentences call it with one of the room's ``can_…`` rules."""
    if not allowed:
        raise NotAllowed
