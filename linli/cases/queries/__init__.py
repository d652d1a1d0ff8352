"""Every read of cases. ``visible_to`` and the lenses return only rows that ``rules.can_read`` allows."""

from linli.cases.queries.alike import Alike, alike, alike_words
from linli.cases.queries.carrying import (
    seat_above,
    seats_below,
    seats_beside,
    seats_to_dispatch,
    seats_to_push_down,
)
from linli.cases.queries.checks import findings, open_deadlines
from linli.cases.queries.filters import Filters, PlaceChoice, places_to_choose
from linli.cases.queries.handing_over import Handing, handing_over
from linli.cases.queries.homes import Wish, wishes_of
from linli.cases.queries.kept import views_for
from linli.cases.queries.keys import query_code_keys, under_old_keys
from linli.cases.queries.lenses import BESIDE, LENSES, Slice, beside, counts, lens, place_in
from linli.cases.queries.neighbours import asked_first, asks_for, settled_by
from linli.cases.queries.offers import offers
from linli.cases.queries.offers.straight import answering_verb
from linli.cases.queries.photos import Album, album, album_of_report, photo_for, photo_of_report
from linli.cases.queries.platforms import (
    answers_sent,
    answers_to_send,
    areas_of,
    batches_sent,
    lock_cases_of,
    orders,
    platform_named,
    platform_names,
    platforms_on,
    stamp,
)
from linli.cases.queries.reading import (
    WITH_NAMES,
    by_receipt,
    case_for,
    exported,
    has_rounds,
    joined_to,
    locked,
    locked_pair,
    locked_report,
    others_wait,
    visible_to,
)
from linli.cases.queries.requests import RequestSlice, to_decide
from linli.cases.queries.search import Sought, by_number, by_phone, find, indexed_alone, unindexed
from linli.cases.queries.telling import Step, timeline
from linli.cases.queries.voices import voice_for, voice_of_report, voices, voices_of_report

__all__ = [
    "BESIDE",
    "LENSES",
    "WITH_NAMES",
    "Album",
    "Alike",
    "Filters",
    "Handing",
    "PlaceChoice",
    "RequestSlice",
    "Slice",
    "Sought",
    "Step",
    "Wish",
    "album",
    "album_of_report",
    "alike",
    "alike_words",
    "answering_verb",
    "answers_sent",
    "answers_to_send",
    "areas_of",
    "asked_first",
    "asks_for",
    "batches_sent",
    "beside",
    "by_number",
    "by_phone",
    "by_receipt",
    "case_for",
    "counts",
    "exported",
    "find",
    "findings",
    "handing_over",
    "has_rounds",
    "indexed_alone",
    "joined_to",
    "lens",
    "lock_cases_of",
    "locked",
    "locked_pair",
    "locked_report",
    "offers",
    "open_deadlines",
    "orders",
    "others_wait",
    "photo_for",
    "photo_of_report",
    "place_in",
    "places_to_choose",
    "platform_named",
    "platform_names",
    "platforms_on",
    "query_code_keys",
    "seat_above",
    "seats_below",
    "seats_beside",
    "seats_to_dispatch",
    "seats_to_push_down",
    "settled_by",
    "stamp",
    "timeline",
    "to_decide",
    "under_old_keys",
    "unindexed",
    "views_for",
    "visible_to",
    "voice_for",
    "voice_of_report",
    "voices",
    "voices_of_report",
    "wishes_of",
]
