"""Template tags of the house. They are builtins: templates use them without ``load``."""

import zlib
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linli.kernel.refusals import Refusal
from linli.ui import assets, controls, times

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file: ``{% asset "linli.css" %}``."""
    return assets.url_of(name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture from the sprite, hidden from readers of screens: words beside it must say the same."""
    return format_html(
        '<svg class="l-icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        assets.url_of("icons.svg"),
        name,
    )


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A form field with label, control, help and errors, tied together for readers of screens."""
    if bound.is_hidden:
        return SafeString(bound)
    return render_to_string("ui/field.html", controls.parts(bound))


@register.inclusion_tag("ui/fields.html", takes_context=True)
def fields(context: Context, form: BaseForm) -> dict[str, Any]:
    """The summary of errors, the hidden fields and all visible fields of ``form``."""
    return {"form": form, **problems(context, form)}


@register.inclusion_tag("ui/problems.html", takes_context=True)
def problems(context: Context, form: BaseForm) -> dict[str, Any]:
    """The summary of what is wrong in ``form``, with links to the fields; ``fields`` has it already.

    What a refusal on the same page says of a field is not said twice.
    """
    refused = context.get("refusal")
    said = str(refused) if isinstance(refused, Refusal) and refused.field in form.fields else ""
    return {"found": [problem for problem in controls.problems(form) if problem.why != said]}


@register.inclusion_tag("ui/refusal_alert.html", takes_context=True)
def refusal(context: Context, refused: Refusal | str | None) -> dict[str, Any]:
    """The alert of a refusal, nothing without one; it leads to the field at fault where the form has it."""
    form = context.get("form")
    if not isinstance(refused, Refusal) or not isinstance(form, BaseForm) or refused.field not in form.fields:
        return {"refusal": refused}
    return {"refusal": refused, "target": form[refused.field].id_for_label}


@register.inclusion_tag("ui/empty.html")
def empty(words: str, url: str = "", label: str = "") -> dict[str, str]:
    """What stands where a list has no rows: words, and what to do next. ``url`` is an address or a URL name."""
    return {"words": words, "url": _address(url), "label": label}


@register.inclusion_tag("ui/copy.html")
def copybox(text: str, label: str = "") -> dict[str, str]:
    """A short text to take into another program, with a button that copies it; without scripts it is selected by hand.

    What stands in it leaves the house: no name, no number, no address of a home.
    """
    return {"text": text, "label": label, "id": f"copy-{zlib.crc32(text.encode()):08x}"}


@register.simple_tag
def when(at: datetime | None, now: datetime | None = None) -> SafeString:
    """An instant in local time, short, with the whole of it in the element."""
    if not at:
        return SafeString("—")
    local = timezone.localtime(at)
    return format_html(
        '<time class="l-when" datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        f"{local:%Y-%m-%d %H:%M}",
        times.short(at, now or datetime.now(UTC)),
    )


@register.simple_tag
def span(begin: datetime, end: datetime, now: datetime | None = None) -> SafeString:
    """From an instant to another in local time: ``{% span bulletin.starts_at bulletin.ends_at now %}``."""
    local = timezone.localtime(begin)
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        times.span(begin, end, now or datetime.now(UTC)),
    )


@register.simple_tag
def span_in_full(begin: datetime, end: datetime) -> str:
    """From an instant to another with day and weekday, for what is printed."""
    return times.span_in_full(begin, end)


@register.simple_tag
def until(at: datetime, now: datetime | None = None) -> str:
    """An end in local time, short; midnight is 24:00 of the day before."""
    return times.until(at, now or datetime.now(UTC))


@register.simple_tag
def due(at: datetime | None, now: datetime | None = None) -> SafeString:
    """A due time with how far it is, coloured and in words when it is late or soon."""
    if not at:
        return SafeString("")
    said = times.due(at, now or datetime.now(UTC))
    return format_html(
        '<span class="l-due l-due-{}">{}<span>{}</span> <time datetime="{}">{}</time></span>',
        said.tone,
        icon(_TONES[said.tone].picture),
        said.words,
        timezone.localtime(at).isoformat(timespec="minutes"),
        said.short,
    )


class _Tone(NamedTuple):
    picture: str


_TONES = {
    "late": _Tone(picture="exclamation-triangle"),
    "soon": _Tone(picture="hourglass-split"),
    "calm": _Tone(picture="clock"),
}


@register.simple_tag
def state(code: str, words: str) -> SafeString:
    """A badge: ``{% state case.state case.get_state_display %}``. The styles know tones by code; words always stand."""
    return format_html('<span class="l-state" data-state="{}">{}</span>', code, words)


@register.inclusion_tag("ui/more.html", takes_context=True)
def more(context: Context, after: str | None, name: str = "after") -> dict[str, str]:
    """The link to the next page of a slice, keeping the rest of the address: ``{% more slice.next %}``."""
    if not after:
        return {}
    query = context["request"].GET.copy()
    query[name] = after
    return {"url": f"?{query.urlencode()}"}


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*pairs: str) -> dict[str, Any]:
    """Where the page lies: ``{% crumbs "bodies" _("组织") body_url body.name %}``, addresses or URL names with words."""
    return {"crumbs": [(_address(url), words) for url, words in zip(pairs[::2], pairs[1::2], strict=True)]}


@register.inclusion_tag("ui/nav_item.html", takes_context=True)
def nav_item(
    context: Context,
    url_name: str,
    words: str,
    picture: str,
    verb: str = "",
    *,
    count: str = "",
    alone: bool = False,
) -> dict[str, Any]:
    """A line of the main menu; nothing where the page does not exist or the actor has none of the verbs anywhere.

    ``count`` is the URL name of a part that says how many wait there; it is fetched when the line comes into view.
    ``alone`` lines are marked on their own page only, since pages below it have lines of theirs.
    """
    request = context.get("request")
    actor = getattr(request, "actor", None)
    url = _reversed(url_name)
    verbs = verb.split()
    if request is None or not url or (verbs and (actor is None or not any(map(actor.may_anywhere, verbs)))):
        return {}
    is_below = not alone and request.path.startswith(url)
    here = "page" if request.path == url else "true" if is_below else ""
    return {
        "url": url,
        "words": words,
        "picture": picture,
        "here": here,
        "count_url": _reversed(count) if count else "",
    }


def _reversed(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _address(url: str) -> str:
    return url if not url or url.startswith(("/", "?", "#", "http")) else _reversed(url)
