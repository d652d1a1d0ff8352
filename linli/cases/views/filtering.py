"""The filters of a list in its address: read, written, offered to choose from, and shown as what can be taken away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linli.cases import queries
from linli.cases.models import Channel, DemandKind
from linli.cases.queries import Filters
from linli.cases.queries.filters import LEVELS
from linli.cases.states import OPEN_STATES, State
from linli.catalogue import queries as catalogue
from linli.catalogue.models import Urgency
from linli.kernel.actor import Actor

Pair = tuple[str, str]


def read(asked: QueryDict) -> Filters:
    """What an address asks for; what makes no sense is left out."""
    level, _dash, key = asked.get("where", "").partition("-")
    is_place = level in LEVELS and key.isascii() and key.isdecimal() and len(key) < 18
    category = asked.get("what", "")
    return Filters(
        level=level if is_place else "",
        place=int(key) if is_place else 0,
        category=category if category.isascii() and category.isdecimal() and len(category) < 7 else "",
        state=_one_of(asked.get("state", ""), State.values),
        urgency=_one_of(asked.get("urgency", ""), Urgency.values),
        kind=_one_of(asked.get("kind", ""), DemandKind.values),
        channel=_one_of(asked.get("channel", ""), Channel.values),
        is_mine=asked.get("mine") == "1",
    )


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""


def written(lens: str, filters: Filters) -> str:
    """The address of a list without its page: lens first, then what narrows it."""
    return urlencode({"lens": lens, **_values(filters)})


def _values(filters: Filters) -> dict[str, str]:
    found = {
        "where": f"{filters.level}-{filters.place}" if filters.level else "",
        "what": filters.category,
        "state": filters.state,
        "urgency": filters.urgency,
        "kind": filters.kind,
        "channel": filters.channel,
        "mine": "1" if filters.is_mine else "",
    }
    return {key: value for key, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Select:
    """One filter to choose: its name in the address, its words, and the options as they stand in the page."""

    name: str
    words: str
    options: SafeString


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that narrows the list now, and the address without it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Everything about filters that a page shows."""

    selects: list[Select]
    chips: list[Chip]
    is_mine: bool
    may_be_mine: bool


def bar(actor: Actor, lens: str, filters: Filters, now: datetime) -> Bar:
    """The filters of a lens. One statement at most, mostly none: places are remembered for a minute."""
    places = queries.places_to_choose(actor)
    states = State.choices if lens == "all" else [pair for pair in State.choices if pair[0] in OPEN_STATES]
    values = _values(filters)
    plain: list[tuple[str, str, list[Pair]]] = [
        ("what", _("事项大类"), _categories(now)),
        ("state", _("状态"), [(str(value), str(words)) for value, words in states]),
        ("urgency", _("紧急程度"), [(str(value), str(words)) for value, words in Urgency.choices]),
        ("kind", _("诉求类别"), [(str(value), str(words)) for value, words in DemandKind.choices]),
        ("channel", _("来源"), [(str(value), str(words)) for value, words in Channel.choices]),
    ]
    found = [Select(name, words, _options(pairs, values.get(name, ""))) for name, words, pairs in plain]
    if len(places) > 1:
        found.insert(0, Select("where", _("地方"), _place_options(places, values.get("where", ""))))
    named = {("where", f"{one.level}-{one.key}"): one.name for one in places}
    named |= {(name, value): words for name, _words, pairs in plain for value, words in pairs}
    chips = [
        Chip(
            _("待我处理") if name == "mine" else named.get((name, value), _("别处")),
            _without(lens, values, name),
        )
        for name, value in values.items()
    ]
    return Bar(found, chips, filters.is_mine, bool(actor.seats) and lens != "mine")


def _without(lens: str, values: dict[str, str], name: str) -> str:
    return "?" + urlencode({"lens": lens, **{key: value for key, value in values.items() if key != name}})


def _categories(now: datetime) -> list[Pair]:
    """The first-level categories that matters stand under today, from the catalogue at hand."""
    found: dict[str, str] = {}
    for matter in catalogue.current(timezone.localdate(now)):
        top = matter.category
        while top.parent is not None:
            top = top.parent
        found[top.code] = top.name
    return sorted(found.items())


def _options(pairs: Iterable[Pair], chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SafeString(" selected") if value == chosen else "", words) for value, words in pairs),
    )


def _place_options(places: list[queries.PlaceChoice], chosen: str) -> SafeString:
    """Streets first, then each community with its estates under its name."""

    def pair(one: queries.PlaceChoice, words: str) -> Pair:
        return f"{one.level}-{one.key}", words

    out = _options((pair(one, one.name) for one in places if one.level == "street"), chosen)
    for community in (one for one in places if one.level == "community"):
        inside = [one for one in places if one.level == "estate" and one.above == community.key]
        whole = pair(community, _("整个%(name)s") % {"name": community.name})
        options = _options([whole, *(pair(one, one.name) for one in inside)], chosen)
        out += format_html('<optgroup label="{}">{}</optgroup>', community.name, options)
    orphans = {one.key for one in places if one.level == "community"}
    rest = [one for one in places if one.level == "estate" and one.above not in orphans]
    return out + _options((pair(one, one.name) for one in rest), chosen)
