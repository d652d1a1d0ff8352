"""Who may release, and what never is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case, DemandKind
from linli.cases.states import State
from linli.kernel import verbs
from linli.kernel.actor import Actor

RELEASE = verbs.declare("board.release", _("审核公开栏"))

# Branches of the catalogue that never stand on a board, whatever a matter below them says: care, and disputes.
CLOSED_BRANCHES = ("12", "14")
# Accusations and praise speak of persons.
CLOSED_KINDS = (DemandKind.REPORT, DemandKind.PRAISE)
ENDED_WITHOUT = (State.DECLINED, State.WITHDRAWN)


def can_release(actor: Actor, case: Case) -> bool:
    """Over where the case lies."""
    return actor.may(RELEASE, areas=case.area_ids())


def why_never(case: Case) -> str | Promise:
    """Why this case can not stand on the board; "" where it may. Its matter's category must be loaded."""
    if case.kind in CLOSED_KINDS:
        return _("举报和表扬说的是人，不上公开栏。")
    if case.matter is None:
        return _("这件事还没有归类，归好类再说。")
    is_closed = case.matter.is_private or not case.matter.may_be_public
    if is_closed or case.matter.category.code.startswith(CLOSED_BRANCHES):
        return _("这一类事牵涉个人或家庭，不上公开栏。")
    if case.state in ENDED_WITHOUT or case.from_history:
        return _("这件事没有在办，不上公开栏。")
    if case.community_id is None:
        return _("说不清在哪个社区的事，没有地方公开。")
    return ""
