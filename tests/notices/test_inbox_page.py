import pytest
from django.test import Client
from django.urls import reverse

from linli.notices import actions
from linli.notices.models import Letter
from linli.people.models import Account
from tests.factories.towns import NOW, Town, small_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return small_town()


@pytest.fixture
def client(town: Town) -> Client:
    """Signed in as the grid worker."""
    client = Client()
    client.force_login(Account.objects.get(person=town.grid_worker.person))
    return client


def letter_to(town: Town, *, link: str = "", key: int = 1) -> Letter:
    person = town.grid_worker.person_id
    actions.write_letters(entry_key=key, recipients=[person], subject="<b>新派来一件</b>", link=link, now=NOW)
    return Letter.objects.get(entry_key=key)


def test_an_empty_inbox_says_so(client: Client) -> None:
    response = client.get(reverse("inbox"))
    assert response.status_code == 200
    assert "没有通知" in response.content.decode()


def test_letters_are_shown_as_words(client: Client, town: Town) -> None:
    letter_to(town)
    html = client.get(reverse("inbox")).content.decode()
    assert "未读" in html
    assert "&lt;b&gt;新派来一件" in html
    assert "全部标为已读" in html


def test_htmx_gets_the_part(client: Client, town: Town) -> None:
    letter_to(town)
    html = client.get(reverse("inbox"), headers={"HX-Request": "true"}).content.decode()
    assert "新派来一件" in html and "<html" not in html


def test_opening_marks_read_and_goes_on(client: Client, town: Town) -> None:
    letter = letter_to(town, link="/inbox/?from=letter")
    response = client.post(reverse("letter_open", args=[letter.pk]))
    assert (response.status_code, response.headers["Location"]) == (303, "/inbox/?from=letter")
    letter.refresh_from_db()
    assert letter.read_at is not None


def test_opening_by_get_changes_nothing(client: Client, town: Town) -> None:
    letter = letter_to(town)
    assert client.get(reverse("letter_open", args=[letter.pk])).status_code == 405
    letter.refresh_from_db()
    assert letter.read_at is None


def test_all_are_marked_read(client: Client, town: Town) -> None:
    letter_to(town)
    assert client.post(reverse("inbox_read_all")).status_code == 303
    assert not Letter.objects.filter(read_at__isnull=True).exists()
    assert "未读" not in client.get(reverse("inbox")).content.decode()


def test_a_stranger_is_told_there_is_no_such_letter(town: Town) -> None:
    letter = letter_to(town)
    other = Client()
    other.force_login(Account.objects.get(person=town.street_clerk.person))
    assert other.post(reverse("letter_open", args=[letter.pk])).status_code == 404
    letter.refresh_from_db()
    assert letter.read_at is None


def test_the_inbox_asks_for_sign_in(town: Town) -> None:
    letter = letter_to(town)
    anonymous = Client()
    for url in (reverse("inbox"), reverse("letter_open", args=[letter.pk]), reverse("inbox_read_all")):
        assert anonymous.post(url).status_code == 302


def test_the_menu_is_told_how_many_are_unread(client: Client, town: Town) -> None:
    assert client.get(reverse("inbox_count")).content == b""
    letter_to(town)
    assert client.get(reverse("inbox_count")).content == b"1"
