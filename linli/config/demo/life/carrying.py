"""Up, down, sideways, and back to who sent it."""

from linli.cases import actions as cases
from linli.cases import queries
from linli.cases.models import Case
from linli.cases.states import State
from linli.config.demo.life.story import Steps, Story, Turn
from linli.kernel.actor import Actor
from linli.organisations.models import Seat

HAND_OVER_WORDS = (
    "这件事日常由你们管，转过来接着办，前面的情况都记在经过里。",
    "核实后主要责任在你们这边，请接着办。",
    "现场看过，要动的是你们管的设施。",
)
HAND_DOWN_WORDS = ("离得近，先请去现场看一看，直接跟居民说。", "这件小事就地能办，请上门处理。")


def _up(story: Story, by: Actor) -> Steps:
    """To the next step of the ladder."""
    yield from story.wait(1, 20, latest=story.case.finish_due_at)
    if (
        story.casting.body_kind(story.case.holder_id) == "department"
        or queries.seat_above(full(story)) is None
    ):
        return
    story.case = cases.hand_up(
        case_id=story.case.pk, reason=story.pick(story.plot.topic.rises), by=by, now=story.at
    )


def _down(story: Story, by: Actor) -> Steps:
    """From the grid to the community, whose desk gives it back with a word of advice."""
    yield from _up(story, by)
    desk = story.holder()
    if story.case.state != State.DISPATCHED or desk is None:
        return
    yield from story.wait(0.5, 4, latest=story.case.sign_due_at)
    below = queries.seats_to_push_down(full(story))
    if below:
        reason = story.dice.choice(HAND_DOWN_WORDS)
        story.case = cases.hand_down(
            case_id=story.case.pk, to_seat_id=below[0].pk, reason=reason, by=desk, now=story.at
        )


def _over(story: Story, by: Actor) -> Steps:
    """Sideways, by the street's desk, which coordinates there."""
    yield from story.wait(0.5, 10, latest=story.case.finish_due_at)
    desk = story.casting.on(story.casting.street_desk(story.place), story.plot.number)
    others = other_desks(story, but=by)
    if desk is None or not others:
        return
    to, reason = story.dice.choice(others), story.dice.choice(HAND_OVER_WORDS)
    story.case = cases.hand_over(
        case_id=story.case.pk, to_seat_id=to.pk, reason=reason, by=desk, now=story.at
    )


def other_desks(story: Story, *, but: Actor) -> list[Seat]:
    """Desks that may take the case instead of the one of ``but``: those that usually join in, where there are some."""
    case = full(story)
    others = [
        seat
        for seat in queries.seats_beside(case, on=story.at.date())
        if seat.body_id != case.holder_body_id and seat.pk not in but.seats and story.casting.on(seat.pk)
    ]
    codes = case.matter.co_handlers if case.matter is not None else ()
    likely = [
        seat for seat in others if f"department:{seat.body.code}" in codes or str(seat.body.kind) in codes
    ]
    return likely or others


def full(story: Story) -> Case:
    """The case with what a ladder asks of it."""
    return Case.objects.select_related(
        "matter__category", "place", "holder__role", "holder__body", "lead"
    ).get(pk=story.case.pk)


TURNS: dict[str, Turn] = {"hand_up": _up, "hand_down": _down, "hand_over": _over}
