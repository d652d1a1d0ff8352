"""What several do: parts of other bodies, whistles, supervision."""

from datetime import datetime
from random import Random

from linli.cases import actions as cases
from linli.cases.models import SupervisionGround, Whistle, WhistleCall
from linli.cases.queries import together
from linli.config.demo import times
from linli.config.demo.life.asking import LATELY, STILL_WAITS
from linli.config.demo.life.carrying import full
from linli.config.demo.life.story import Steps, Story, Turn
from linli.config.demo.times import DAY, HOUR
from linli.kernel.actor import Actor
from linli.organisations import queries as organisations

TASKS = (
    "请去现场看一看属于你们的那部分，能修的修好。",
    "请提供以前的记录和图纸，并派人一起上门。",
    "请配合做居民的工作，约好时间一起去。",
)
RESULTS = (
    "我们负责的部分已经办完，现场拍了照。",
    "派了两个人一起上门，事情说清楚了。",
    "资料已经送过去，设备也检查过，没有问题。",
)
NOT_OURS = "这一部分不归我们管，已经电话告诉主办单位。"
ARRIVED_AND_DID = (
    "到场查看，当场开了整改通知，限三天。",
    "和街道一起清理，下午四点前恢复原样。",
    "现场登记，约谈了当事人，后续每天巡查一次。",
)
ENDED = ("几家一起到场，问题当场解决，居民代表看过。", "分清了各自的责任，定了完成的日子，由街道盯着。")
WORDS_OF_STREET = ("来得快，配合得好。", "到了就动手。", "晚了一些，事情办了。")
WORDS_OF_BODIES = ("街道事先把情况摸清了，去了就能办。", "任务写得清楚。")
ABSENT = "一直没有人来。"
VERDICT = "两边说的都看了，以到场时间和办结情况为准。"
ORDERS = "请在期限内说明进展和办结日子，同时给居民回话。"
REPLIES = ("已安排专人，今天上门，三天内办完。", "进展已经告诉居民，剩下的一项周五前完成。")
GROUNDS = (
    SupervisionGround.GRAVE, SupervisionGround.REPEATED, SupervisionGround.ORDERED, SupervisionGround.UNSOLVED,
)  # fmt: skip
# Own choice, all of them: a part returned, a part late; a department late to answer, late to come, or never there.
PART_RETURNED, PART_LATE, LATE_ANSWER, LATE_ARRIVAL, STAYS_AWAY = 0.08, 0.1, 0.12, 0.15, 0.08
USUAL = ("dept-urban-management", "dept-police", "dept-fire", "dept-market", "dept-housing")


def _part(story: Story, by: Actor) -> Steps:
    """Another body does its share; the lead answers when it is done, or late."""
    yield from story.wait(0.5, 8, latest=story.case.finish_due_at)
    helpers = [
        seat for seat in together.helpers(full(story), on=story.at.date()) if story.casting.on(seat.pk)
    ]
    if not helpers:
        return
    dice, key = story.dice, story.case.pk
    part = cases.ask_part(
        case_id=key,
        seat_id=dice.choice(helpers[:3]).pk,
        task=dice.choice(TASKS),
        due_at=None,
        by=by,
        now=story.at,
    )
    helper = story.casting.on(part.seat_id, story.plot.number)
    yield from story.wait(0.5, 8, latest=part.due_at)
    if helper is None or _still_waits(story):
        yield story.now
    elif dice.random() < PART_RETURNED:
        cases.return_part(part_id=part.pk, reason=NOT_OURS, by=helper, now=story.at)
    else:
        cases.take_part(part_id=part.pk, by=helper, now=story.at)
        if dice.random() < PART_LATE:
            yield part.due_at + dice.uniform(1, 20) * HOUR
            return
        yield from story.wait(3, 40, latest=part.due_at)
        cases.finish_part(part_id=part.pk, result=dice.choice(RESULTS), by=helper, now=story.at)


def _still_waits(story: Story) -> bool:
    return story.now - story.at < LATELY and story.dice.random() < STILL_WAITS


def _whistle(story: Story, by: Actor) -> Steps:
    """The street calls departments to the place; they answer, come and act, or do not; then both sides say how it was."""
    yield from story.wait(0.5, 8, latest=story.case.finish_due_at)
    street = story.casting.on(story.casting.street_desk(story.place), 0)
    if street is None:
        return
    arrive_due_at = _tomorrow(story.at, story.dice)
    whistle = cases.blow_whistle(
        case_id=story.case.pk, bodies=_called(story), task=story.pick(story.plot.topic.whistles),
        meet_at_place=f"{story.plot.slots['estate']}大门口", arrive_due_at=arrive_due_at, by=street, now=story.at,
    )  # fmt: skip
    yield from _gather(story, whistle, street)
    if whistle.ended_at is None:
        return
    yield from story.wait(2, 20)
    _say_how_it_was(story, whistle, street)


def _tomorrow(at: datetime, dice: Random) -> datetime:
    """The next working day, in the morning or after noon."""
    day = times.at_work((at + DAY).replace(hour=18), dice).replace(minute=30, second=0, microsecond=0)
    return day.replace(hour=dice.choice((1, 2, 6, 7)))  # 9:30, 10:30, 14:30, 15:30 in Shanghai


def _called(story: Story) -> list[int]:
    """Two or three departments: those that usually join in for the matter, else those that every street calls."""
    case = full(story)
    named = [one.partition(":")[2] for one in case.matter.co_handlers] if case.matter is not None else []
    here = {body.code: body.pk for body in organisations.departments(story.at.date())}
    wanted = [code for code in dict.fromkeys((*named, *USUAL)) if code in here]
    return [here[code] for code in wanted[: story.dice.choice((2, 2, 3))]]


def _gather(story: Story, whistle: Whistle, street: Actor) -> Steps:
    """Each department answers and comes in its own time; the street ends the whistle when all is done."""
    dice, due = story.dice, whistle.arrive_due_at
    todo: list[tuple[datetime, int, str]] = []
    for call in WhistleCall.objects.filter(whistle=whistle).order_by("pk"):
        late = dice.random() < LATE_ANSWER
        answers_at = story.at + (dice.uniform(2.5, 5) if late else dice.uniform(0.2, 1.8)) * HOUR
        comes_at = (
            due + (dice.uniform(0.5, 2) if dice.random() < LATE_ARRIVAL else dice.uniform(-0.5, 0)) * HOUR
        )
        comes_at = max(comes_at, answers_at + HOUR / 10)
        todo.append((answers_at, call.pk, "respond"))
        if dice.random() >= STAYS_AWAY:
            todo.append((comes_at, call.pk, "arrive"))
            todo.append((comes_at + dice.uniform(1, 4) * HOUR, call.pk, "finish"))
    for at, key, what in sorted(todo):
        yield at
        _act(story, key, what)
    yield from story.wait(0.5, 3)
    if story.now - story.at < 2 * DAY:
        return (yield story.now)
    ended = cases.end_whistle(
        whistle_id=whistle.pk, result=dice.choice(ENDED), rest_absent=True, by=street, now=story.at
    )
    whistle.ended_at = ended.ended_at
    return None


def _act(story: Story, key: int, what: str) -> None:
    call = WhistleCall.objects.get(pk=key)
    by = story.casting.on(call.seat_id)
    if by is None:
        return
    if what == "respond":
        cases.respond(call_id=key, by=by, now=story.at)
    elif what == "arrive":
        cases.arrive(call_id=key, by=by, now=story.at)
    else:
        cases.finish_call(call_id=key, result=story.dice.choice(ARRIVED_AND_DID), by=by, now=story.at)


def _say_how_it_was(story: Story, whistle: Whistle, street: Actor) -> None:
    """Both sides rate, and the county weighs what it reads."""
    dice = story.dice
    for call in WhistleCall.objects.filter(whistle=whistle).order_by("pk"):
        by = story.casting.on(call.seat_id)
        came = call.arrived_at is not None
        stars, words = (dice.choice((3, 4, 5, 5)), dice.choice(WORDS_OF_STREET)) if came else (1, ABSENT)
        cases.rate_call(call_id=call.pk, stars=stars, words=words, by=street, now=story.at)
        if by is not None and came:
            cases.rate_call(
                call_id=call.pk,
                stars=dice.choice((4, 5)),
                words=dice.choice(WORDS_OF_BODIES),
                by=by,
                now=story.at,
            )
    county = story.casting.on(story.casting.desk(None))
    if county is not None:
        cases.weigh_whistle(whistle_id=whistle.pk, verdict=VERDICT, by=county, now=story.at)


def _supervise(story: Story, by: Actor) -> Steps:
    """Somebody above asks for an account, gets it, and lets it be."""
    yield from story.wait(1, 20, latest=story.case.finish_due_at)
    dice, casting = story.dice, story.casting
    above = dice.choice((casting.desk(None), casting.at("street-leader", story.place.street_id)))
    order = casting.on(above)
    if order is None or story.case.holder_id in order.seats:
        return
    made = cases.supervise(
        case_id=story.case.pk, ground=dice.choice(GROUNDS), task=ORDERS, reply_due_at=story.at + 2 * DAY,
        by=order, now=story.at,
    )  # fmt: skip
    yield from story.wait(3, 20, latest=made.reply_due_at)
    if _still_waits(story):
        return (yield story.now)
    cases.reply_supervision(supervision_id=made.pk, reply=dice.choice(REPLIES), by=by, now=story.at)
    if dice.random() < 0.7:
        yield from story.wait(2, 20, latest=story.case.finish_due_at)
        cases.lift_supervision(
            supervision_id=made.pk, reason="进展属实，解除督办，按期办完。", by=order, now=story.at
        )
    return None


def urge(story: Story) -> None:
    """The reporter asks where it stands."""
    words = story.dice.choice(("请问办得怎么样了？", "等了好几天，给个准信吧。", ""))
    cases.urge(report_id=story.report.pk, words=words, now=story.at)


TURNS: dict[str, Turn] = {"part": _part, "whistle": _whistle, "supervised": _supervise}
