"""A demand before it is a case: what was said, where, by whom."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from linli.cases.models import Channel, DemandKind
from linli.kernel.refusals import Refusal
from linli.people import numbers
from linli.places.models import Place

MOST_WORDS = 20_000
PAGE = "page"  # the source of demands typed on our own pages; their outer number is the token of the form
TITLE_LENGTH = 120
TITLE_FROM_WORDS = 60  # of words that have no title; lists cut what their width does not hold

VOICE_ONLY = _(
    "语音诉求（待听）"
)  # the words of a demand that was spoken and that nobody has written down yet


class NothingSaid(Refusal):
    words = _("没有写内容。")
    field = "words"


class TooManyWords(Refusal):
    words = _("内容太长了，请分开写，或者只写要紧的。")
    field = "words"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a door hands in. ``place`` is certain; where it is None, places named in ``place_words`` and then in
    ``words`` are looked for under ``within`` (everywhere where it is None), and ``within`` itself is the place when
    they name none. ``happened_at`` is aware; None says now. ``phone`` is as typed. ``asks_neighbours`` is the reporter's
    wish that the building head be asked before an office. ``outer_due_at`` is the deadline of the system it comes from,
    ``follows_id`` the closed case that it takes up again. ``proxy_consent`` says how somebody agreed for whom a worker
    enters it, ``person_id`` who they are where the town knows them.
    """

    words: str
    place: Place | None = None
    place_words: str = ""
    title: str = ""
    kind: str = DemandKind.HELP
    channel: str = Channel.WEB
    name: str = ""
    phone: str = ""
    is_secret: bool = True
    matter_id: int | None = None
    source: str = ""
    outer_number: str | None = None
    happened_at: datetime | None = None
    within: Place | None = None
    asks_neighbours: bool = False
    outer_due_at: datetime | None = None
    follows_id: int | None = None
    proxy_consent: str = ""
    person_id: int | None = None


def title_of(draft: Draft) -> str:
    """The title to show in lists: the given one or the beginning of the words, on one line, free of phone and identity
    numbers. Raises NothingSaid.
    """
    line = " ".join((draft.title or draft.words).split())
    if not line:
        raise NothingSaid
    line = numbers.redact(line[: 4 * TITLE_LENGTH])
    if draft.title:
        return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"
    return line if len(line) <= TITLE_FROM_WORDS else line[: TITLE_FROM_WORDS - 1] + "…"


def without_voice(words: str) -> str:
    """The words without the note that a recording waits to be heard, in whichever language it was written."""
    for said in _said_in_every_language():
        words = words.replace(said, " ")
    return words


@cache
def _said_in_every_language() -> frozenset[str]:
    found: set[str] = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.add(str(VOICE_ONLY))
    return frozenset(found)


def words_of(draft: Draft) -> str:
    """The words to keep, as they were said; the title where nothing else was said, and before them where it is too long
    to be kept as one. Raises TooManyWords.
    """
    words, title = draft.words.strip(), draft.title.strip()
    if len(title) > TITLE_LENGTH and title not in words:
        words = f"{title}\n{words}"
    if len(words) > MOST_WORDS:
        raise TooManyWords
    return words or title
