"""The buttons of a case: which stand, what small form opens under each, and how a refused one is shown again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.cases import forms, queries, receipts, rules, telling
from linli.cases.links import answer_path
from linli.cases.models import Case, PhotoOf, StandardText, VoiceNote
from linli.cases.queries.bars import bars_of
from linli.cases.queries.choosing import first_receipt
from linli.cases.queries.next_step import next_step
from linli.cases.queries.offers import Offer
from linli.cases.queries.offers.carrying import may_pull_back
from linli.cases.queries.requests import requests_of, running_pause
from linli.cases.queries.texts import texts_for
from linli.cases.states import OPEN_STATES, State
from linli.cases.texts import ACTS
from linli.cases.views import nexting
from linli.cases.views.acts import carrying, groups, joining, requests, straight, together
from linli.cases.views.acts.kinds import Kind
from linli.cases.views.joined import joined
from linli.cases.views.panels import at_it
from linli.cases.views.story import story
from linli.catalogue import queries as catalogue
from linli.kernel.actor import Actor
from linli.kernel.pages import Request, go, is_part, page
from linli.kernel.refusals import Refusal
from linli.people import numbers
from linli.places import queries as places
from linli.places.models import PlaceKind
from linli.ui import times

# In the order in which the buttons stand: what is usually done first comes first.
KINDS: dict[str, Kind] = {
    **straight.KINDS,
    **together.KINDS,
    **carrying.KINDS,
    **requests.KINDS,
    **joining.KINDS,
}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that may be done: its words, the address it posts to, the form under it, and whether it stands open."""

    name: str
    words: str | Promise
    about: str
    picture: str
    tone: str
    url: str
    form: django_forms.Form
    is_main: bool
    is_open: bool = False
    group: str = ""
    key: str = ""
    of: int = 0
    texts: Sequence[tuple[StandardText, str]] = ()

    @property
    def box(self) -> str:
        """The id of the box that a standard text goes into; "" where the act takes no words."""
        field = ACTS[self.name][1] if self.name in ACTS else ""
        return self.form[field].id_for_label if field in self.form.fields else ""


Again = tuple[Offer, django_forms.Form]


def make_form(offer: Offer, case: Case, now: datetime, data: Any = None) -> django_forms.Form:
    """The form of an act; its ids carry the name of the act, since several forms stand on one page."""
    form = KINDS[offer.name].make(case, now, data)
    form.auto_id = f"{offer.name}{offer.of or ''}_%s"
    return form


def acts_of(case: Case, actor: Actor, now: datetime, again: Again | None, *, text_id: int = 0) -> list[Act]:
    """What this actor may do now. ``again`` is an act that was refused, with its form as typed: it stands open; so does
    the one of the standard text ``text_id``, with its words.
    """
    order = {name: place for place, name in enumerate(KINDS)}
    offered = sorted(queries.offers(case, actor, now), key=lambda offer: (order[offer.name], offer.of))
    refused, typed = again or (None, None)
    named = Counter(offer.name for offer in offered)
    keys, texts = groups.Keys(), texts_for(case, {offer.name for offer in offered}, now=now)
    acts = [
        Act(
            offer.name,
            KINDS[offer.name].words,
            offer.about if offer.name in groups.ABOUT_KINDS or named[offer.name] > 1 else "",
            KINDS[offer.name].picture,
            KINDS[offer.name].tone,
            _address(case.pk, offer),
            typed if typed is not None and _same(offer, refused) else make_form(offer, case, now),
            KINDS[offer.name].is_main or groups.is_own_way_back(offer.name, case, actor),
            _same(offer, refused),
            groups.group_of(offer.name),
            keys.take(offer.name),
            offer.of,
            texts.get(offer.name, ()),
        )
        for offer in offered
    ]
    return [_with_text(act, text_id) for act in acts] if text_id and again is None else acts


def _with_text(act: Act, text_id: int) -> Act:
    """The act with the words of that text in its box, opened; as it was where the text is none of its own."""
    words = next((words for text, words in act.texts if text.pk == text_id), None)
    if words is None or not act.box:
        return act
    act.form.initial[ACTS[act.name][1]] = words
    return replace(act, is_open=True)


def _same(offer: Offer, other: Offer | None) -> bool:
    return other is not None and (offer.name, offer.of) == (other.name, other.of)


def _address(case_id: int, offer: Offer) -> str:
    if offer.of:
        return reverse("case_act_of", args=[case_id, offer.name, offer.of])
    return reverse("case_act", args=[case_id, offer.name])


def case_context(request: Request, case: Case, *, again: Again | None = None) -> dict[str, Any]:
    """What the page of a case shows."""
    now = timezone.now()
    text = request.GET.get("text", "")
    text_id = int(text) if text.isdecimal() and len(text) < 10 else 0
    acts = acts_of(case, request.actor, now, again, text_id=text_id)
    reports = sorted(case.reports.all(), key=lambda report: report.pk)
    reporters = [(report, rules.can_see_reporter(request.actor, case, report)) for report in reports]
    knows = all(may_see for _report, may_see in reporters)
    steps = queries.timeline(case, request.actor, with_numbers=knows)
    return {
        "case": case,
        "now": now,
        "reporters": reporters,
        "words": case.words if knows else numbers.redact(case.words),
        "heard": catalogue.heard(case.matched_words, case.words),
        "receipt": receipts.shown(first_receipt(case)),
        **_doing(case, acts, now),
        "came_from": nexting.came_from(request),
        "answer_links": _answer_links(request, case, now),
        "requests": requests_of(case),
        **_photos(case, request.actor),
        "voices": _voices(case, request.actor),
        "timeline": steps,
        "story": story(steps, request.GET.get("story", "all"), now),
        "is_open": case.state in OPEN_STATES,
        "is_home": _is_home(request.actor, case),
        "place_name": places.path_words(case.place) if case.place is not None else "",
        "number_form": forms.NumberForm(),
        "group_text": _for_the_group(request, case),
        **at_it(case, now),
        "form": again[1] if again else None,
        **joined(request, case, acts, now),
    }


def way_of(request: Request, case: Case) -> dict[str, Any]:
    """The way on through the list, for a whole page; a part of one leaves it standing."""
    return {} if is_part(request) else {"way": nexting.way_on(request, case, timezone.now())}


def _is_home(actor: Actor, case: Case) -> bool:
    """Does it lie in a home that this reader may look at before knocking?"""
    is_home = case.place is not None and case.place.kind == PlaceKind.HOME
    return is_home and any(actor.may(verb, areas=case.area_ids()) for verb in (rules.READ, "people.read"))


def _doing(case: Case, acts: list[Act], now: datetime) -> dict[str, Any]:
    """What comes next, the acts that do it, and the clocks that run."""
    pause, more = running_pause(case), [act for act in acts if not act.is_main]
    bars = bars_of(case, now)
    offers = [Offer(act.name, act.of) for act in acts]
    return {
        "pause": pause,
        "bars": bars,
        "next_step": next_step(case, offers, now, pause),
        "acts": [act for act in acts if act.is_main],
        "more_acts": more,
        "more_groups": groups.grouped(more),
        "more_open": any(act.is_open for act in more),
    }


def _answer_links(request: Request, case: Case, now: datetime) -> list[str]:
    """For each reporter the words with the link on which they answer the question that waits, to be sent by hand."""
    if case.state != State.AWAITING_INFO or not rules.can_give_info(request.actor, case):
        return []
    pause = next((one for one in case.pauses.all() if one.ends_at is None and one.question), None)
    if pause is None:
        return []
    said = {"question": pause.question, "until": times.until(pause.at_most_until, now)}
    return [
        _("请您补充一下：%(question)s\n点这里回答，%(until)s 前有效：%(link)s")
        % {**said, "link": request.build_absolute_uri(answer_path(pause, report.pk))}
        for report in sorted(case.reports.all(), key=lambda report: report.pk)
    ]


def _photos(case: Case, actor: Actor) -> dict[str, Any]:
    """The photos before and after side by side, and the form to add some."""
    found = queries.album(case)
    columns = (
        (PhotoOf.BEFORE, found.before),
        (PhotoOf.DURING, found.during),
        (PhotoOf.AFTER, found.after),
    )
    may_add = case.state in OPEN_STATES and rules.can_add_photo(actor, case)
    return {
        "album": found,
        "photo_columns": [
            (of.label, [(photo, rules.can_remove_photo(actor, case, photo)) for photo in photos])
            for of, photos in columns
        ],
        "may_add_photo": may_add,
        "photos_form": forms.WorkPhotosForm(auto_id="photos_%s") if may_add else None,
    }


def _voices(case: Case, actor: Actor) -> list[tuple[VoiceNote, bool]]:
    """What the reporters said, each with whether this reader may take it away."""
    may_remove = rules.can_remove_voice_note(actor, case)
    return [(note, may_remove) for note in queries.voices(case)]


def _for_the_group(request: Request, case: Case) -> str:
    link = request.build_absolute_uri(reverse("case", args=[case.pk]))
    return telling.for_the_group(case, receipt=receipts.shown(first_receipt(case)), link=link)


def shown_again(
    request: Request, case_id: int, offer: Offer, form: django_forms.Form, refusal: Refusal | None = None
) -> HttpResponse:
    """The case as it stands now, the refused act open under its button with what was typed."""
    case = queries.case_for(request.actor, case_id)
    context = {**case_context(request, case, again=(offer, form)), **way_of(request, case)}
    if refusal is not None and not any(act.is_open for act in context["acts"] + context["more_acts"]):
        context["form"] = None  # somebody was quicker: the button is gone, only the words stand
    return page(request, "cases/case.html", context, part="acts", refusal=refusal)


# What sends a case on may be pressed by mistake. What places it is not here: pulling back would not undo the placing.
_SENDS = frozenset({"hand_up", "hand_down", "hand_over", "dispatch", "go_on"})


def done(request: Request, case_id: int, words: str, *, act: str = "") -> HttpResponse:
    """Back to the case with a word of what was done, and a button that takes it back where that is still possible; to the
    worklist where the case is now out of sight.
    """
    case = queries.visible_to(request.actor).filter(pk=case_id).first()
    may_undo = case is not None and act in _SENDS and may_pull_back(case, request.actor, timezone.now())
    if may_undo:
        words = render_to_string("cases/_undo.html", {"words": words, "case": case}, request)
    messages.success(request, words)
    return go(request, nexting.after_act(request, case_id)) if case is not None else go(request, "worklist")
