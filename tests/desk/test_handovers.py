"""The note that hands a seat over: written by the system, with the worker's words, for those on the seat."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases import queries as cases
from linli.desk import actions
from linli.desk.actions import LONGEST, NoteTooLong
from linli.desk.events import DeskEvent
from linli.desk.models import HandoverNote
from linli.journal import queries as journal
from linli.kernel.refusals import NotAllowed
from tests.factories.cases import NOW, STRANGER, Scene, Walk, take_in

SignIn = Callable[[str], Client]
WORDS = "501 的钥匙在门卫那里，答应周五再去。"


def test_words_are_added_and_written_down(scene: Scene) -> None:
    seat = scene.town.grid_seat
    note = actions.write_handover(seat=seat, words=f" {WORDS} ", by=scene.grid_worker, now=NOW)
    assert (note.words, note.by_label) == (WORDS, "王小满")
    (entry,) = journal.entries_of(seat)
    assert (entry.tag, entry.text) == (DeskEvent.HANDOVER_WRITTEN, WORDS)
    actions.write_handover(seat=seat, words="改了", by=scene.grid_worker, now=NOW)
    assert HandoverNote.objects.get().words == "改了"


def test_too_many_words(scene: Scene) -> None:
    with pytest.raises(NoteTooLong):
        actions.write_handover(
            seat=scene.town.grid_seat, words="长" * (LONGEST + 1), by=scene.grid_worker, now=NOW
        )


def test_nobody_writes_for_a_seat_that_is_not_theirs(scene: Scene) -> None:
    for who in (STRANGER, scene.community, scene.street):
        with pytest.raises(NotAllowed):
            actions.write_handover(seat=scene.town.grid_seat, words=WORDS, by=who, now=NOW)
    assert not HandoverNote.objects.exists()


def test_what_the_seat_holds_is_written_by_the_system(scene: Scene) -> None:
    walk = Walk(scene).sign()
    left = cases.handing_over(scene.town.grid_seat)
    assert [one.case.pk for one in left.cases] == [walk.key]
    assert cases.handing_over(scene.town.street_desk).cases == []


def test_the_page(scene: Scene, sign_in: SignIn) -> None:
    case = take_in("助餐点关门了", place=scene.town.home).case
    client, address = sign_in("王小满"), reverse("handover_note")
    html = client.get(address).content.decode()
    assert case.title in html and "手上还有 <strong>1</strong> 件" in html
    sent = client.post(f"{address}?seat={scene.town.grid_seat.pk}", {"words": WORDS})
    assert sent.status_code == 303
    assert WORDS in client.get(address).content.decode()


def test_others_seats_stay_closed(scene: Scene, sign_in: SignIn) -> None:
    address = f"{reverse('handover_note')}?seat={scene.town.grid_seat.pk}"
    for who in ("李春燕", "赵立秋", "路人"):
        assert sign_in(who).get(address).status_code == 404
        assert sign_in(who).post(address, {"words": WORDS}).status_code == 404
    assert "没有岗位" in sign_in("路人").get(reverse("handover_note")).content.decode()
