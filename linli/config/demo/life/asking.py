"""What is asked for and decided: objections to the dispatch, more time, holds, referrals; questions to the resident, and
appeals against what was not taken in.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from linli.cases import actions as cases
from linli.cases.models import HoldKind, ReferralGround, Request
from linli.cases.states import State
from linli.config.demo.life.carrying import other_desks
from linli.config.demo.life.story import Steps, Story, Turn
from linli.config.demo.times import HOUR
from linli.kernel.actor import RESIDENT, TIMER, Actor

# What the reason for waiting speaks of, and the kind of hold that it is; the first that fits.
HOLD_KINDS = (
    (HoldKind.FUND, ("维修资金", "表决", "业主大会", "公示期")),
    (HoldKind.SEASON, ("季施工", "冬季", "春", "雨", "汛", "枯水", "停暖", "连阴", "大风", "回潮", "水位")),
    (HoldKind.EXPERT, ("鉴定", "检测", "检验", "化验", "抽检", "报告", "评估")),
    (HoldKind.LAWSUIT, ("法院", "仲裁", "破产")),
    (HoldKind.MEDIATION, ("调解", "约好", "约定", "签字")),
    (HoldKind.PERSON, ("回来", "出差", "住院", "在外地")),
    (HoldKind.MONEY, ("资金", "经费", "计划", "增容", "招标", "名额", "到货", "采购", "审批")),
)
PLANS = (
    "每周给居民回一次话，条件一到马上办。",
    "先做临时处理，放好提示牌；时间一到就进场。",
    "社区专人盯着进度，有变化当天告诉居民。",
)
MORE_TIME = (
    "配件要从厂家调，比原来估计的多等几天。",
    "要等两家单位的手续，已经在走，时间不够。",
    "师傅排期满了，约到了下周，请同意延期，已经跟居民讲清楚。",
    "现场比预想的复杂，要分两次施工。",
)
QUESTIONS = (
    "您说的地方我们去找过，没找到，能说说靠近哪个门、几层吗？",
    "大概几点到几点最明显？我们好挑那个时候上门。",
    "您方便哪天在家？师傅要进屋看一看。",
    "以前找谁修过、修了哪里，还记得吗？",
    "能不能补几张照片，远近各一张？",
)
REPLIES = (
    "在东边那个门进去左手，绿箱子旁边。",
    "晚上七点到九点最厉害，周末白天也有。",
    "周三下午和周六全天都在，来之前打个电话。",
    "去年夏天物业修过一回，没有单据。",
    "说不好，你们来了我带你们去看。",
)
APPEALS = ("我不同意，这明明该有人管，请再看看。", "你们说不归你们，那归谁？请给个准话。")
UPHELD, NOT_UPHELD = "说得有理，重新受理。", "不予受理的理由成立，已当面解释。"
GRANTED = ("同意。", "理由清楚，同意。", "同意，请把时间告诉居民。")
REFUSED = ("理由不足，请接着办。", "按目录属于你单位，请首接负责。", "再想想别的办法，先不同意。")
WHERE = "县人民法院诉讼服务中心，工作日上午可以立案；免费的法律援助在社区法律顾问室。"
EXTENSION_GRANTED, HOLD_GRANTED = 0.85, 0.9  # own choice
STILL_WAITS, LATELY = 0.6, timedelta(days=3)  # of what was asked lately so much is still undecided

Ask = Callable[[], Request]


def _decide(story: Story, ask: Ask, chance: float) -> Steps:
    """Asked now, decided by the reviewer's desk some hours later."""
    request = ask()
    yield from story.wait(1, 12, latest=request.due_at)
    if story.now - story.at < LATELY and story.dice.random() < STILL_WAITS:
        return (yield story.now)
    reviewer = story.casting.on(request.reviewer_id, story.plot.number)
    if reviewer is None or reviewer.person_id == request.asker_key:
        return None
    if story.dice.random() < chance:
        cases.grant(request_id=request.pk, words=story.dice.choice(GRANTED), by=reviewer, now=story.at)
    else:
        cases.refuse(request_id=request.pk, words=story.dice.choice(REFUSED), by=reviewer, now=story.at)
    story.look()
    return None


def _object(story: Story, by: Actor) -> Steps:
    """Not ours, says the receiver; where that is granted, the reviewer's desk sends it to somebody else."""
    reason, key = story.pick(story.plot.topic.objects), story.case.pk
    if story.case.leg_from is None or story.at - story.case.leg_from > 24 * HOUR:
        return
    yield from _decide(
        story,
        lambda: cases.ask_objection(case_id=key, reason=reason, by=by, now=story.at),
        story.share("granted"),
    )
    if story.case.state != State.REGISTERED:
        return
    yield from story.wait(0.3, 5, latest=story.case.intake_due_at)
    desk = story.holder()
    others = other_desks(story, but=by)
    if desk is not None and others:
        story.case = cases.dispatch(
            case_id=key,
            to_seat_id=story.dice.choice(others).pk,
            reason="异议成立，改派。",
            by=desk,
            now=story.at,
        )


def _more_time(story: Story, by: Actor) -> Steps:
    yield from story.wait(2, 30, latest=story.case.finish_due_at)
    if story.case.finish_due_at is None or story.at >= story.case.finish_due_at:
        return
    days, reason = story.dice.choice((3, 5, 5, 7, 10)), story.dice.choice(MORE_TIME)
    key = story.case.pk
    yield from _decide(
        story,
        lambda: cases.ask_extension(case_id=key, days=days, reason=reason, by=by, now=story.at),
        EXTENSION_GRANTED,
    )


def _hold(story: Story, by: Actor) -> Steps:
    """It comes back by itself on its day of review, or earlier where it can be done."""
    yield from story.wait(2, 30, latest=story.case.finish_due_at)
    dice, key, reason = story.dice, story.case.pk, story.pick(story.plot.topic.holds)
    review_on = timezone.localdate(story.at) + timedelta(days=dice.randint(7, 45))
    yield from _decide(
        story,
        lambda: cases.ask_hold(
            case_id=key, kind=_hold_kind(reason), plan=dice.choice(PLANS), review_on=review_on, reason=reason,
            by=by, now=story.at,
        ),
        HOLD_GRANTED,
    )  # fmt: skip
    if story.case.state != State.ON_HOLD or story.case.wakes_at is None:
        return
    wakes_at = story.case.wakes_at
    if dice.random() < 0.4:
        yield story.at + dice.uniform(0.5, 0.9) * (wakes_at - story.at)
        story.case = cases.resume(case_id=key, by=by, now=story.at)
        return
    yield from wakes(story, wakes_at, lambda: cases.resume(case_id=key, by=TIMER, now=story.at))


def _hold_kind(reason: str) -> HoldKind:
    return next((kind for kind, signs in HOLD_KINDS if any(one in reason for one in signs)), HoldKind.SHELVED)


def wakes(story: Story, at: datetime, go_on: Callable[[], object]) -> Steps:
    """What the timer would do at ``at``, unless it has done it."""
    yield at
    if story.look().wakes_at is not None:
        go_on()
        story.look()


def _question(story: Story, by: Actor) -> Steps:
    """A question that the resident answers, or not."""
    key = story.case.pk
    if story.case.contacted_at is None and story.plot.phone:
        return
    yield from story.wait(0.5, 8, latest=story.case.finish_due_at)
    question = story.dice.randrange(len(QUESTIONS))
    story.case = cases.ask_info(case_id=key, question=QUESTIONS[question], by=by, now=story.at)
    until = story.case.wakes_at
    if until is None:
        return
    if story.happens("unanswered"):
        yield from wakes(story, until, lambda: cases.go_on_without_info(case_id=key, by=TIMER, now=story.at))
        return
    yield story.at + story.dice.uniform(0.05, 0.9) * (until - story.at)
    story.case = cases.give_info(case_id=key, words=REPLIES[question], by=RESIDENT, now=story.at)


def _refer(story: Story, by: Actor) -> Steps:
    """The law gives it to a court; reviewed, closed, and nobody calls back."""
    yield from story.wait(4, 40, latest=story.case.finish_due_at)
    key, reason = story.case.pk, "双方各执一词，涉及赔偿数额，应当由法院来判。"
    yield from _decide(
        story,
        lambda: cases.ask_referral(
            case_id=key, ground=ReferralGround.LAWSUIT, where=WHERE, reason=reason, by=by, now=story.at
        ),
        EXTENSION_GRANTED,
    )


def appeal(story: Story) -> Steps:
    """Whose demand was not taken in may ask again; a desk above looks at it."""
    if not story.happens("appeal"):
        return
    yield story.at + story.dice.uniform(2, 60) * HOUR
    key, reason = story.case.pk, story.dice.choice(APPEALS)
    request = cases.appeal(case_id=key, reason=reason, by=RESIDENT, now=story.at)
    yield from story.wait(2, 12, latest=request.due_at)
    reviewer = story.casting.on(request.reviewer_id, story.plot.number)
    if reviewer is None:
        return
    if story.happens("granted"):
        cases.grant(request_id=request.pk, words=UPHELD, by=reviewer, now=story.at)
        story.look()
        yield from story.wait(1, 8)
        words = "我们重新看了您说的情况，请社区的人上门和您一起商量，能帮的先帮上。"
        story.case = cases.settle(case_id=key, answer=words, by=reviewer, now=story.at)
    else:
        cases.refuse(request_id=request.pk, words=NOT_UPHELD, by=reviewer, now=story.at)


TURNS: dict[str, Turn] = {
    "objection": _object,
    "extension": _more_time,
    "hold": _hold,
    "info": _question,
    "referral": _refer,
}
