import pytest
from django.test import Client
from django.urls import reverse

from linli.journal import queries
from linli.journal.models import Delivery
from linli.organisations.models import Reach, Seat
from linli.people.models import Account
from tests.factories.journal import NOW, told
from tests.factories.towns import make_duty, make_role, small_town


@pytest.fixture
def keeper() -> Client:
    """Signed in as somebody who may read the journal."""
    town = small_town()
    role = make_role("keeper", ["journal.read"], name="档案员", reach=Reach.EVERYTHING)
    seat = Seat.objects.create(body=town.government, role=role, name="档案员")
    make_duty(seat, "周谷雨")
    return _signed_in("u-周谷雨")


def _signed_in(name: str) -> Client:
    client = Client()
    client.force_login(
        Account.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def _parked() -> Delivery:
    return Delivery.objects.create(
        entry=told("lamp:1")[0], reaction="a.b", next_try_at=NOW, parked_at=NOW, last_error="x\nOSError: <b>"
    )


@pytest.mark.django_db
def test_the_page_shows_what_is_parked_and_why(keeper: Client) -> None:
    assert "一切都办成了" in keeper.get(reverse("parked")).content.decode()
    _parked()
    words = keeper.get(reverse("parked")).content.decode()
    assert "lamp:1 #1" in words and "OSError: &lt;b&gt;" in words and "放弃的原因" in words


@pytest.mark.django_db
def test_a_delivery_is_retried_from_the_page(keeper: Client) -> None:
    row = _parked()
    answer = keeper.post(reverse("delivery_retry", args=[row.pk]))
    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("parked"))
    row.refresh_from_db()
    assert row.parked_at is None
    again = keeper.post(reverse("delivery_retry", args=[row.pk]))
    assert again.status_code == 422 and "已经处理过" in again.content.decode()


@pytest.mark.django_db
def test_a_delivery_is_dropped_from_the_page_only_with_a_reason(keeper: Client) -> None:
    row = _parked()
    assert keeper.post(reverse("delivery_drop", args=[row.pk]), {"reason": ""}).status_code == 422
    assert Delivery.objects.exists()
    assert keeper.post(reverse("delivery_drop", args=[row.pk]), {"reason": "已搬走"}).status_code == 303
    last = queries.entries_of("lamp:1")[-1]
    assert (last.text, last.actor_label) == ("已搬走", "周谷雨")


@pytest.mark.django_db
def test_strangers_see_and_do_nothing(keeper: Client) -> None:
    row = _parked()
    stranger = _signed_in("u-王小满")
    assert stranger.get(reverse("parked")).status_code == 403
    assert stranger.post(reverse("delivery_retry", args=[row.pk])).status_code == 403
    assert stranger.post(reverse("delivery_drop", args=[row.pk]), {"reason": "x"}).status_code == 403
    assert Client().get(reverse("parked")).status_code == 302
    row.refresh_from_db()
    assert row.parked_at == NOW
