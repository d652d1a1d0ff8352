"""The straight path: signed, contacted, worked on, answered, reviewed, called back; and the turns that leave it."""

from linli.cases import actions as cases
from linli.cases.models import Channel, Outcome
from linli.cases.states import State
from linli.config.demo import shares
from linli.config.demo.life import asking, carrying, together
from linli.config.demo.life.story import Steps, Story, Turn
from linli.config.demo.times import DAY, HOUR
from linli.kernel.actor import Actor

# A turn is taken once, by who works on the case; where it does not lead anywhere the road stays straight.
TURNS: dict[str, Turn] = {**carrying.TURNS, **asking.TURNS, **together.TURNS}
SOLVED_WORDS = (
    "问题解决了，谢谢。",
    "好了，麻烦你们跑这几趟。",
    "办得挺快，没别的意见。",
    "已经弄好了，比我想的快。",
    "可以了，辛苦。",
)
SENT_BACK_WORDS = (
    "没说清什么时候办的、怎么办的，请补充后再报。",
    "缺办完后的照片，请补上。",
    "居民问了两件事，只答了一件。",
    "口气太生硬，请改得让老人看得懂。",
)


def work(story: Story) -> Steps:
    """From hand to hand until it is answered and the resident is content, or time runs out."""
    while story.case.state in (State.DISPATCHED, State.IN_PROGRESS):
        if story.case.state == State.DISPATCHED:
            yield from _sign(story)
        if story.case.state == State.IN_PROGRESS:
            yield from _handle(story)
        if story.case.state not in (State.IN_REVIEW, State.AWAITING_CALLBACK):
            continue
        yield from check(story)


def _sign(story: Story) -> Steps:
    yield from story.wait(0.1, 3, latest=story.case.sign_due_at)
    by = story.holder()
    if by is None or (story.plot.is_forgotten and story.dice.random() < 0.4):
        return (yield story.now)
    story.case = cases.sign(case_id=story.case.pk, by=by, now=story.at)


def _handle(story: Story) -> Steps:
    yield from _contact(story)
    if story.plot.is_forgotten:
        return (yield story.now)
    turn = TURNS.get(story.plot.turn)
    by = story.holder()
    if turn is not None and by is not None and not story.has_turned:
        story.has_turned = True
        yield from turn(story, by)
        if story.case.state != State.IN_PROGRESS:
            return None
    yield from _answer(story)
    return None


def _contact(story: Story) -> Steps:
    """The first contact, or a note of the first look where nobody can be called."""
    by = story.holder()
    if by is None:
        return
    can_be_found = (
        story.plot.phone or story.plot.channel in ("door", "visit") or story.happens("found_at_door")
    )
    reaches = bool(can_be_found) and story.case.contacted_at is None and not story.happens("contact_missed")
    yield from story.wait(0.2, 6, latest=story.case.contact_due_at)
    story.case = cases.note(
        case_id=story.case.pk,
        words=story.pick(story.plot.topic.notes),
        contacted=reaches,
        by=by,
        now=story.at,
    )


def _answer(story: Story) -> Steps:
    begun, due = story.at, story.case.finish_due_at
    if due is None or due <= begun:
        hours = story.dice.uniform(3, 40)
    elif story.plot.is_late and not story.case.reopened:
        hours = (due - begun + story.dice.uniform(0.1, 1) * max(DAY, (due - begun) / 2)) / HOUR
        due = None
    else:
        hours = story.dice.betavariate(1.5, 2.5) * 0.95 * ((due - begun) / HOUR)
    yield from _second_note(story, hours / 2)
    hours -= (story.at - begun) / HOUR
    if story.happens("urged") or (story.plot.is_late and story.happens("urged_late")):
        yield from story.wait(hours * 0.8, hours * 0.8)
        together.urge(story)
        hours *= 0.2
    yield from story.wait(max(hours, 0.2), max(hours, 0.2), latest=due)
    by = story.holder()
    if by is None:
        return (yield story.now)
    outcome = story.dice.choices(*_outcomes())[0]
    topic = story.plot.topic
    words = topic.explains if outcome == Outcome.EXPLAINED and topic.explains else topic.answers
    story.case = cases.answer(
        case_id=story.case.pk, answer=story.pick(words), outcome=outcome, by=by, now=story.at
    )


def _outcomes() -> tuple[list[Outcome], list[float]]:
    partly, explained = shares.amount("partly"), shares.amount("explained")
    return [Outcome.SOLVED, Outcome.PARTLY, Outcome.EXPLAINED], [1 - partly - explained, partly, explained]


def _second_note(story: Story, hours: float) -> Steps:
    if not story.happens("second_note"):
        return
    yield from story.wait(hours, hours, latest=story.case.finish_due_at)
    by = story.holder()
    if by is not None:
        words = story.pick(story.plot.topic.notes)
        story.case = cases.note(case_id=story.case.pk, words=words, contacted=False, by=by, now=story.at)


def check(story: Story) -> Steps:
    """Review where the matter asks for one, then the call-back and the resident's own rating."""
    if story.case.state == State.IN_REVIEW:
        yield from story.wait(0.5, 7)
        by = checker(story)
        if by is None:
            return (yield story.now)
        if story.happens("sent_back"):
            story.case = cases.send_back(
                case_id=story.case.pk, reason=story.dice.choice(SENT_BACK_WORDS), by=by, now=story.at
            )
            return None
        story.case = cases.approve(case_id=story.case.pk, by=by, now=story.at)
    rates, rates_first = story.happens("rated"), story.dice.random() < 0.5
    if rates and rates_first:
        yield from _rate(story)
    yield from _call_back(story)
    if rates and not rates_first and story.case.state == State.CLOSED:
        yield from _rate(story)
    return None


def checker(story: Story) -> Actor | None:
    """Who reviews and calls back: on the holding desk, or where that has answered itself, on the next one up."""
    case, place = story.case, story.place
    for seat in (case.holder_id, story.casting.street_desk(place), story.casting.desk(None)):
        by = story.casting.on(seat, story.plot.number)
        if seat != case.answered_by_id and by is not None and by.person_id != case.answerer_key:
            return by
    return None


def _call_back(story: Story) -> Steps:
    """Tried until somebody is reached, three times at most; nobody to reach where no number was left."""
    is_reached = story.happens("reached")
    tries = 3 if not (is_reached and story.plot.phone) else 2 if story.dice.random() < 0.15 else 1
    for number in range(1, tries + 1):
        if number > 1:
            yield story.at + story.dice.uniform(3, 5) * HOUR
        yield from story.wait(3, 40, latest=story.case.callback_due_at)
        by = checker(story)
        if by is None:
            return (yield story.now)
        _call(story, by, is_reached=is_reached and number == tries)
        if story.case.state != State.AWAITING_CALLBACK:
            return None
    return None


def _call(story: Story, by: Actor, *, is_reached: bool) -> None:
    dice, case = story.dice, story.case
    manner = dice.choice((Channel.PHONE, Channel.PHONE, Channel.DOOR))
    if not is_reached or not story.plot.phone:
        story.case = cases.call_back(
            case_id=case.pk, manner=manner, is_reached=False, was_contacted=None, is_solved=None,
            satisfaction=None, words="", by=by, now=story.at,
        )  # fmt: skip
        return
    solved = not story.happens("unsolved") or case.reopened > 0
    mood = dice.random() - shares.amount("satisfied")
    grade = 1 if not solved else 3 if mood < 0 else 2 if mood < shares.amount("mostly") else 1
    words = dice.choice(SOLVED_WORDS) if solved else story.pick(story.plot.topic.unsolved)
    story.case = cases.call_back(
        case_id=case.pk, manner=manner, is_reached=True, was_contacted=story.happens("contacted"),
        is_solved=solved, satisfaction=grade, words=words, by=by, now=story.at,
    )  # fmt: skip


def _rate(story: Story) -> Steps:
    """The reporter's own rating, once."""
    if story.report.rated_at is not None:
        return
    yield story.at + story.dice.uniform(0.5, 20) * HOUR
    stars = story.dice.choices((5, 4, 3, 2, 1), (60, 24, 9, 4, 3))[0]
    story.report = cases.rate(
        report_id=story.report.pk, solved=stars > 2, stars=stars, words="", now=story.at
    )
