"""The same thing said twice, the same thing broken again, and praise."""

from linli.cases import actions as cases
from linli.cases.states import OPEN_STATES, State
from linli.config.demo.life.story import Steps, Story
from linli.config.demo.times import DAY
from linli.kernel.actor import RESIDENT

PASSED_ON = (
    "已经念给本人听了，他说都是应该做的，谢谢您记着。",
    "您的谢意转到了，社区会上也读了一遍。",
    "已转告本人和他的单位，谢谢您特意来说一声。",
)


def merge(story: Story) -> Steps:
    """A neighbour has said it before: where that one is still open, the desk lets it answer for both."""
    if story.twin is None or story.case.state not in (State.REGISTERED, State.DISPATCHED):
        return
    yield from story.wait(0.2, 3, latest=story.case.sign_due_at)
    desk = story.casting.on(story.casting.desk(story.place), story.plot.number)
    into = story.twin.look()
    if (
        desk is not None
        and into.state in OPEN_STATES
        and story.look().state in (State.REGISTERED, State.DISPATCHED)
    ):
        story.case = cases.merge(
            case_id=story.case.pk, into_id=into.pk, by=desk, now=story.at, reason="同一处同一件事。"
        )


def redo(story: Story) -> Steps:
    """Days after the close it is the same again: a new round."""
    is_fit = story.case.state == State.CLOSED and story.case.matter_id and not story.case.redone
    if not is_fit or story.plot.topic.kind == "praise" or not story.happens("redo"):
        return
    yield story.at + story.dice.uniform(1, 10) * DAY
    reason = story.pick(story.plot.topic.unsolved)
    story.case = cases.redo(case_id=story.case.pk, reason=reason, by=RESIDENT, now=story.at)
    story.report.refresh_from_db()


def praise(story: Story) -> Steps:
    """Passed on to whom it is for: the grid worker or the lane's head of the place, else the community."""
    yield from story.wait(0.5, 8, latest=story.case.intake_due_at)
    clerk, place = story.holder(), story.place
    whom = story.casting.at("lane-head", place.lane_id or place.pk) or story.casting.at(
        "grid-worker", place.grid_id
    )
    if clerk is not None:
        story.case = cases.pass_praise_on(
            case_id=story.case.pk, words=story.dice.choice(PASSED_ON), by=clerk, now=story.at,
            to_seat_id=whom or story.casting.desk(place),
        )  # fmt: skip
