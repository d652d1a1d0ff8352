"""Before anybody works on it: brought, asked of a neighbour, placed by the desk, settled on the spot or not taken in."""

from datetime import datetime

from linli.cases import actions as cases
from linli.cases import queries
from linli.cases.drafts import Draft
from linli.cases.models import Channel, DemandKind, ProxyConsent
from linli.cases.states import State
from linli.catalogue import queries as catalogue
from linli.config.demo import shares, times
from linli.config.demo.life import asking, dwelling, joining
from linli.config.demo.life.casting import Casting
from linli.config.demo.life.story import Steps, Story
from linli.config.demo.times import DAY, HOUR
from linli.kernel.actor import RESIDENT, TIMER, Actor, importer

WITHDRAWN_WORDS = ("已经自己解决了，不麻烦了。", "重复报了，撤回这一件。", "跟邻居当面说开了。")
PASSED_WORDS = ("这个我办不了，要社区出面。", "我去敲过门，没人，请社区跟进。", "得请师傅来，请社区安排。")
PLATFORM_CODE, PLATFORM = "city-12345", importer("市 12345 热线")
WAITS_AT_DESK = 2.5 * DAY  # what came in lately without a place mostly still waits


def bring(story: Story) -> None:
    """Register the demand, as its way in has it."""
    plot, place = story.plot, story.place
    by: Actor | None = RESIDENT
    if plot.channel == Channel.PLATFORM:
        by = PLATFORM
    elif plot.channel == Channel.DOOR and place.grid_id:
        by = story.casting.on(story.casting.at("grid-worker", place.grid_id), plot.number)
    elif plot.channel in (Channel.PHONE, Channel.VISIT, Channel.DOOR):
        by = story.casting.on(story.casting.desk(place), plot.number)
    is_outer = plot.channel == Channel.PLATFORM
    known = dwelling.at_home(story)
    consent = _consent(plot.channel, by, story)
    done = cases.register(
        draft=Draft(
            words=plot.words, kind=plot.topic.kind, channel=plot.channel, name=plot.name, phone=plot.phone,
            place=None if plot.place_words else place, place_words=plot.place_words,
            asks_neighbours=plot.asks_neighbours, source=PLATFORM_CODE if is_outer else "",
            outer_number=f"QH{plot.at:%Y%m%d}{plot.number:05d}" if is_outer else None,
            proxy_consent=consent, person_id=known.pk if known is not None and consent else None,
            outer_due_at=story.at + plot.dice.choice((7, 8, 10)) * DAY if is_outer else None,
        ),
        by=by or RESIDENT, now=story.at,
    )  # fmt: skip
    story.case, story.report = done.case, done.report
    if not plot.place_words:
        story.case.place = place


def _consent(channel: str, by: Actor | None, story: Story) -> str:
    """How somebody agreed for whom a worker enters it; for one in twelve the family speaks."""
    if by is None or channel not in (Channel.PHONE, Channel.VISIT, Channel.DOOR):
        return ""
    if story.plot.number % 12 == 0:
        return ProxyConsent.FAMILY
    return ProxyConsent.PHONE if channel == Channel.PHONE else ProxyConsent.PRESENT


def send_answers_out(casting: Casting, at: datetime) -> None:
    """The county's intake hands in at the platform what was answered until the day before."""
    county = casting.on(casting.desk(None))
    if county is None:
        return
    platform = queries.platform_named(PLATFORM_CODE)
    ready = [
        one
        for one in queries.answers_to_send(county, platform)
        if queries.stamp(one) < (at - DAY).timestamp()
    ]
    if ready:
        answers = [(one.pk, queries.stamp(one)) for one in ready]
        cases.answers_went_out(platform=platform, answers=answers, by=county, now=at)


def open_up(story: Story) -> Steps:
    """Until somebody must work on it, or it has ended already."""
    if story.plot.turn == "withdrawn" and story.case.kind != DemandKind.PRAISE:
        yield from _withdraw(story)
    elif story.case.wakes_at is not None:
        yield from _ask_neighbour(story)
    elif story.plot.turn == "merged":
        yield from joining.merge(story)
    if story.case.kind == DemandKind.PRAISE:
        yield from joining.praise(story)
    elif story.case.state == State.REGISTERED:
        yield from _at_desk(story)


def _withdraw(story: Story) -> Steps:
    yield story.at + story.dice.uniform(0.2, 5) * HOUR
    reason = story.dice.choice(WITHDRAWN_WORDS)
    story.case = cases.withdraw(case_id=story.case.pk, reason=reason, by=RESIDENT, now=story.at)


def _ask_neighbour(story: Story) -> Steps:
    """They settle it, leave it to the office, or are silent; then the case goes on by itself."""
    ask, key = story.case.neighbour_asks.get(), story.case.pk
    head = story.casting.on(ask.seat_id)
    fortune = story.dice.random() - shares.amount("neighbour_settles")
    silent_at = ask.asked_until
    if head is None or fortune >= shares.amount("neighbour_passes"):
        yield from asking.wakes(
            story, silent_at, lambda: cases.go_on_without(case_id=key, by=TIMER, now=story.at)
        )
        return
    yield story.at + story.dice.uniform(0.1, 0.9) * (silent_at - story.at)
    if fortune < 0:
        words = story.pick(story.plot.topic.answers)
        story.case = cases.settle_as_neighbour(case_id=story.case.pk, words=words, by=head, now=story.at)
    else:
        reason = story.dice.choice(PASSED_WORDS)
        story.case = cases.pass_on(case_id=story.case.pk, reason=reason, by=head, now=story.at)


def _at_desk(story: Story) -> Steps:
    """What no rule placed, a clerk places by hand on the topic's matter, settles on the spot, or does not take in."""
    yield from story.wait(0.1, 5, latest=story.case.intake_due_at)
    if story.now - story.plot.at < WAITS_AT_DESK and story.dice.random() < 0.8:
        yield times.at_work(story.at + story.dice.uniform(20, 60) * HOUR, story.dice)
    clerk, topic = story.holder(), story.plot.topic
    if clerk is None:
        return (yield story.now)
    if topic.ground:
        words = story.pick(topic.answers)
        story.case = cases.decline(
            case_id=story.case.pk, ground=topic.ground, words=words, by=clerk, now=story.at
        )
        return (yield from asking.appeal(story))
    matter = catalogue.by_code(topic.matter, on=story.at.date()) if topic.matter else None
    if matter is not None:
        story.case = cases.place_by_hand(
            case_id=story.case.pk, matter_id=matter.pk, place_id=story.place.pk, by=clerk, now=story.at
        )
        _send_by_hand(story, clerk)
    if story.case.state == State.REGISTERED:
        words = story.pick(topic.answers)
        story.case = cases.settle(case_id=story.case.pk, answer=words, by=clerk, now=story.at)
    return None


def _send_by_hand(story: Story, clerk: Actor) -> None:
    """Where no rule finds who leads, the clerk sends it to the street's desk."""
    desk = story.casting.street_desk(story.place)
    if story.case.state == State.REGISTERED and desk is not None:
        story.case = cases.dispatch(case_id=story.case.pk, to_seat_id=desk, by=clerk, now=story.at)
