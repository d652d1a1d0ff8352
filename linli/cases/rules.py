"""Who may do what with a case. ``can_read`` says for one case what ``queries.visible_to`` says for all."""

from django.utils.translation import gettext_lazy as _

from linli.cases.models import (
    Case,
    NeighbourAsk,
    Part,
    Photo,
    Report,
    Request,
    RequestKind,
    SavedView,
    Supervision,
    Whistle,
    WhistleCall,
)
from linli.cases.states import State
from linli.cases.states.parts import OPEN_PARTS
from linli.kernel import verbs
from linli.kernel.actor import Actor, ActorKind, Over
from linli.organisations.models import BodyKind
from linli.places.models import Place

READ = verbs.declare("cases.read", _("查看诉求"))
REGISTER = verbs.declare("cases.register", _("登记诉求"))
WORK = verbs.declare("cases.work", _("办理诉求"))
DISPATCH = verbs.declare("cases.dispatch", _("归类和派单"))
REVIEW = verbs.declare("cases.review", _("审核答复"))
CALL_BACK = verbs.declare("cases.call_back", _("回访"))
SEE_REPORTER = verbs.declare("cases.see_reporter", _("查看诉求人"))
HAND_OVER = verbs.declare("cases.hand_over", _("转办给别的单位"))
DECIDE = verbs.declare("cases.decide", _("审批申请"))
WHISTLE = verbs.declare("cases.whistle", _("吹哨"))
SUPERVISE = verbs.declare("cases.supervise", _("督办"))
NEIGHBOUR = verbs.declare("cases.neighbour", _("先行联系(楼栋长等志愿者)"))
PRACTICE = verbs.declare("cases.practice", _("修改办件规则"))
TEXTS = verbs.declare("cases.texts", _("管理常用语"))
PLATFORM = verbs.declare("cases.platform", _("对接外来工单"))

# Whoever may see reporters, or full numbers of residents, over a place may look for the cases there by a phone.
KNOWS_PHONES = (SEE_REPORTER, "people.see_number")

_MACHINES = frozenset({ActorKind.IMPORT, ActorKind.SERVICE, ActorKind.TIMER})


def _is_machine(actor: Actor) -> bool:
    return actor.kind in _MACHINES


def _holds(actor: Actor, case: Case) -> bool:
    return case.holder_id is not None and case.holder_id in actor.seats


def _over(actor: Actor, verb: str, case: Case) -> bool:
    """``verb`` over where the case lies, or over the body or the seat that holds it."""
    return actor.may(verb, areas=case.area_ids(), bodies=[case.holder_body_id], seats=[case.holder_id])


def can_read(actor: Actor, case: Case) -> bool:
    """Over its place, its lead or its holder; whoever sits in the holding or answering seat; whoever works for its lead
    or its holding body; whoever takes part in it (parts, whistles). The last costs a statement, asked only when the
    others say no.
    """
    bodies = (case.lead_id, case.holder_body_id)
    return (
        _holds(actor, case)
        or (case.answered_by_id is not None and case.answered_by_id in actor.seats)
        or actor.may(READ, areas=case.area_ids(), bodies=bodies, seats=[case.holder_id])
        or any(body in actor.keys(WORK, Over.BODY) for body in bodies)
        or takes_part(actor, case)
    )


def takes_part(actor: Actor, case: Case) -> bool:
    """Does a seat of the actor, or a body they work for, take part without holding the case?"""
    bodies = actor.keys(WORK, Over.BODY) | actor.keys(READ, Over.BODY)
    if case.pk is None or not (bodies or actor.seats):
        return False
    return any(one.seat_id in actor.seats or one.body_id in bodies for one in case.involved.all())


def can_register(actor: Actor, place: Place | None) -> bool:
    """Residents need no account; staff register where their seat reaches, and anything whose place is not yet known."""
    if actor.kind is ActorKind.RESIDENT or _is_machine(actor):
        return True
    if place is None:
        return actor.may_anywhere(REGISTER)
    return actor.may(REGISTER, areas=place.area_ids()) or bool(actor.keys(REGISTER, Over.BODY))


def can_work(actor: Actor, case: Case) -> bool:
    """The seat that holds the case, or whoever works for the body that holds it."""
    return _is_machine(actor) or _holds(actor, case) or actor.may(WORK, bodies=[case.holder_body_id])


def can_dispatch(actor: Actor, case: Case) -> bool:
    return _is_machine(actor) or _over(actor, DISPATCH, case)


def can_hand_over(actor: Actor, case: Case) -> bool:
    """Another body is given a case by who coordinates the place where it lies, never by the holder alone."""
    return _is_machine(actor) or _over_place(actor, HAND_OVER, case)


def can_pull_back(actor: Actor, case: Case) -> bool:
    """Whoever sits on the seat that sent it, and who dispatches there."""
    sent_it = case.sent_from_id is not None and case.sent_from_id in actor.seats
    return sent_it or can_dispatch(actor, case)


def can_answer_as_neighbour(actor: Actor, ask: NeighbourAsk) -> bool:
    """The volunteer who was asked, and nobody else."""
    return ask.seat_id in actor.seats and actor.may(NEIGHBOUR, seats=[ask.seat_id])


def can_review(actor: Actor, case: Case) -> bool:
    return _over(actor, REVIEW, case)


def can_call_back(actor: Actor, case: Case) -> bool:
    return _over(actor, CALL_BACK, case)


def gave_the_answer(actor: Actor, case: Case) -> bool:
    """Did this person answer, or do they sit in the seat that did? Such a person neither reviews nor calls back."""
    same_person = actor.person_id is not None and actor.person_id == case.answerer_key
    return same_person or (case.answered_by_id is not None and case.answered_by_id in actor.seats)


def can_withdraw(actor: Actor, case: Case) -> bool:
    """A resident whose door has checked receipt and code, or who dispatches, on their behalf. Never the holder alone: a
    company could take back a complaint about itself.
    """
    return actor.kind is ActorKind.RESIDENT or can_dispatch(actor, case)


def can_see_reporter(actor: Actor, case: Case, report: Report) -> bool:
    """The seat that holds the case or does an open part of it, who calls back, and who may see reporters there.

    A property company, often the one complained about, sees only a reporter who did not ask for secrecy
    (GB/T 33358-2016: a person may ask that their identity be kept secret).
    """
    if _over_place(actor, SEE_REPORTER, case) or _over_place(actor, CALL_BACK, case):
        return True
    if _holds(actor, case) or _over(actor, SEE_REPORTER, case) or _over(actor, CALL_BACK, case):
        company = case.holder_body is not None and case.holder_body.kind == BodyKind.PROPERTY
        return not (company and report.is_secret)
    theirs = [one for one in case.parts.all() if one.state in OPEN_PARTS and one.seat_id in actor.seats]
    return any(not (one.body.kind == BodyKind.PROPERTY and report.is_secret) for one in theirs)


def can_ask_for_help(actor: Actor, case: Case) -> bool:
    """Who holds the case and who dispatches there ask others to do a part of it, and call it off."""
    return can_work(actor, case) or can_dispatch(actor, case)


def can_do_part(actor: Actor, part: Part) -> bool:
    """The seat that was asked, or whoever works for its body."""
    return _acts_for(actor, part.seat_id, part.body_id)


def can_whistle(actor: Actor, case: Case) -> bool:
    return _over_place(actor, WHISTLE, case)


def can_answer_call(actor: Actor, call: WhistleCall) -> bool:
    """The desk that was called, or whoever works for its body."""
    return _acts_for(actor, call.seat_id, call.body_id)


def can_end_whistle(actor: Actor, whistle: Whistle) -> bool:
    """The seat that has blown it, or whoever may whistle for its body or there."""
    return (
        _is_machine(actor)
        or whistle.seat_id in actor.seats
        or actor.may(
            WHISTLE, areas=whistle.case.area_ids(), bodies=[whistle.body_id], seats=[whistle.seat_id]
        )
    )


def can_weigh(actor: Actor, whistle: Whistle, *, sits_there: bool) -> bool:
    """Who supervises the place, but nobody of the body that whistled (``sits_there``): the level above weighs both."""
    return actor.may(SUPERVISE, areas=whistle.case.area_ids()) and not sits_there


def can_supervise(actor: Actor, case: Case) -> bool:
    """Who supervises the place, but not who has the case in hand."""
    return _over_place(actor, SUPERVISE, case) and not _holds(actor, case)


def can_nudge(actor: Actor, case: Case) -> bool:
    """Who supervises the place, and who dispatches there."""
    return _over_place(actor, SUPERVISE, case) or can_dispatch(actor, case)


def can_keep_views(actor: Actor) -> bool:
    """Whoever has a worklist."""
    return actor.person_id is not None and (actor.may_anywhere(READ) or actor.may_anywhere(WORK))


def can_change_view(actor: Actor, view: SavedView) -> bool:
    """Their own; what another shares with the unit is theirs to use, not to change."""
    return actor.person_id is not None and view.person_id == actor.person_id


def can_reply(actor: Actor, case: Case) -> bool:
    """To a supervision: who holds the case, who works for its lead, and the seat that gave the answer."""
    answered = case.answered_by_id is not None and case.answered_by_id in actor.seats
    return can_work(actor, case) or answered or actor.may(WORK, bodies=[case.lead_id])


def can_lift(actor: Actor, supervision: Supervision) -> bool:
    """The seat that supervises, or who supervises the place."""
    return supervision.seat_id in actor.seats or _over_place(actor, SUPERVISE, supervision.case)


def _acts_for(actor: Actor, seat_id: int, body_id: int) -> bool:
    return _is_machine(actor) or seat_id in actor.seats or actor.may(WORK, bodies=[body_id])


def must_ask_to_merge(actor: Actor, case: Case) -> bool:
    """Somebody on the seat that works on a case does not close it as a duplicate alone: that is asked for."""
    return case.state == State.IN_PROGRESS and _holds(actor, case)


def can_redo(actor: Actor, case: Case) -> bool:
    """A resident whose door has checked receipt and code; who dispatches or calls back, on their behalf."""
    return actor.kind is ActorKind.RESIDENT or can_dispatch(actor, case) or can_call_back(actor, case)


def can_follow_up(actor: Actor, case: Case) -> bool:
    """A resident whose door has checked receipt and code; who reads the case and registers there."""
    if actor.kind is ActorKind.RESIDENT:
        return True
    return can_read(actor, case) and can_register(actor, case.place)


def can_seek_by_phone(actor: Actor) -> bool:
    """Over any place at all; what is found lies over the places where they may."""
    return any(map(actor.may_anywhere, KNOWS_PHONES))


def can_rekey(actor: Actor) -> bool:
    """Keys are changed by whoever keeps the machine, from its command line."""
    return actor.kind is ActorKind.SERVICE


def can_ask_exclusion(actor: Actor, case: Case) -> bool:
    """Whoever works on it or answered it; of a closed case the seat that closed it holds it."""
    answered = case.answered_by_id is not None and case.answered_by_id in actor.seats
    return answered or can_work(actor, case) or actor.may(WORK, bodies=[case.lead_id])


def can_ask_whistle(actor: Actor, case: Case) -> bool:
    """A community asks its street (BJ-JSJB Art. 16: the street whistles)."""
    is_community = case.holder_body is not None and case.holder_body.kind == BodyKind.COMMUNITY
    return is_community and can_work(actor, case)


def can_appeal(actor: Actor, case: Case) -> bool:
    """A resident whose door has checked receipt and code, or who dispatches, on their behalf."""
    return actor.kind is ActorKind.RESIDENT or can_dispatch(actor, case)


def can_give_info(actor: Actor, case: Case) -> bool:
    """The resident, or staff who hold the case or dispatch there, with what the resident told them."""
    return actor.kind is ActorKind.RESIDENT or can_work(actor, case) or can_dispatch(actor, case)


def can_decide(actor: Actor, case: Case, request: Request) -> bool:
    """Who decides over the case's area, body or holder, or at the desk where the request waits; never who asked, nor
    somebody on the seat that did. Objections also by who dispatches over the area. Who declined judges no appeal.
    """
    if asked_it(actor, request):
        return False
    if request.kind == RequestKind.APPEAL and gave_the_answer(actor, case):
        return False
    areas, seats = case.area_ids(), (case.holder_id, request.reviewer_id)
    return actor.may(DECIDE, areas=areas, bodies=[case.holder_body_id], seats=seats) or (
        request.kind == RequestKind.OBJECTION and actor.may(DISPATCH, areas=areas)
    )


def can_take_back(actor: Actor, case: Case, request: Request) -> bool:
    """Who asked, somebody on the seat that did, or who holds the case by now."""
    return asked_it(actor, request) or (request.seat_id is not None and can_work(actor, case))


def asked_it(actor: Actor, request: Request) -> bool:
    same_person = actor.person_id is not None and actor.person_id == request.asker_key
    return same_person or (request.seat_id is not None and request.seat_id in actor.seats)


def can_move_on(actor: Actor) -> bool:
    """What happens by itself is done by no person."""
    return _is_machine(actor)


def can_set_practice(actor: Actor) -> bool:
    """The numbers hold for the whole town, so only who keeps them everywhere changes them."""
    return actor.may_everywhere(PRACTICE)


def can_keep_texts(actor: Actor) -> bool:
    """Standard texts hold for the whole town; whoever writes to residents somewhere may keep them."""
    return _is_machine(actor) or actor.may_anywhere(TEXTS)


def can_add_photo(actor: Actor, case: Case) -> bool:
    """Who works on it or checks it, and who takes part in it."""
    return can_work(actor, case) or can_dispatch(actor, case) or takes_part(actor, case)


def can_remove_photo(actor: Actor, case: Case, photo: Photo) -> bool:
    """Whoever added it; who dispatches or reviews there may remove any."""
    is_theirs = actor.person_id is not None and actor.person_id == photo.by_person_key
    return is_theirs or can_dispatch(actor, case) or can_review(actor, case)


def can_remove_voice_note(actor: Actor, case: Case) -> bool:
    """It was said by a resident; who dispatches or reviews there may take it away."""
    return can_dispatch(actor, case) or can_review(actor, case)


def can_exchange(actor: Actor, place: Place | None) -> bool:
    """Take orders of another platform in for this place, and give answers back; without a place for everywhere."""
    if _is_machine(actor):
        return True
    return actor.may_everywhere(PLATFORM) if place is None else actor.may(PLATFORM, areas=place.area_ids())


def can_exchange_case(actor: Actor, case: Case) -> bool:
    return _is_machine(actor) or _over(actor, PLATFORM, case)


def can_set_platform(actor: Actor) -> bool:
    """How sheets are laid out holds for the whole town: whoever keeps its rules, or the machine."""
    return _is_machine(actor) or actor.may_everywhere(PLATFORM) or can_set_practice(actor)


def can_export(actor: Actor) -> bool:
    """Whoever keeps the machine, and whoever reads or works on cases somewhere: they get what they may read."""
    return _is_machine(actor) or actor.may_anywhere(READ) or actor.may_anywhere(WORK)


def _over_place(actor: Actor, verb: str, case: Case) -> bool:
    return actor.may(verb, areas=case.area_ids())
