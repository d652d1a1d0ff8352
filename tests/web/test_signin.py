"""The pages of sign-in stand on our frame and work."""

import pytest
from django.test import Client

from linli.people.models import Account

pytestmark = pytest.mark.django_db
PASSWORD = "qingshan-2026"


@pytest.fixture
def account() -> Account:
    return Account.objects.create_user("wang", password=PASSWORD)


def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, account: Account) -> None:
    form = {"login": "wang", "password": PASSWORD, "next": "/help/"}
    response = client.post("/accounts/login/", form)
    assert (response.status_code, response.headers["Location"]) == (302, "/help/")


def test_a_wrong_password_is_said_in_a_summary(client: Client, account: Account) -> None:
    html = client.post("/accounts/login/", {"login": "wang", "password": "?"}).content.decode()
    assert "l-problems" in html
    assert 'value="wang"' in html


def test_who_forgot_the_password_is_told_whom_to_ask(client: Client) -> None:
    html = client.get("/accounts/password/reset/").content.decode()
    assert "系统管理员" in html
    assert "<form method" not in html.split("<main")[1].split("</main>")[0]


def test_nobody_signs_up_by_himself(client: Client) -> None:
    assert "不能自己注册" in client.get("/accounts/signup/").content.decode()


@pytest.mark.parametrize("address", ["/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"])
def test_pages_of_one_s_account_stand_in_the_frame(client: Client, account: Account, address: str) -> None:
    client.force_login(account)
    html = client.get(address).content.decode()
    assert 'class="l-staff"' in html
    assert html.count("<h1") == 1


def test_a_second_factor_can_be_set_up(client: Client, account: Account) -> None:
    client.post("/accounts/login/", {"login": "wang", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    html = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg' in html
    assert 'name="code"' in html


def test_signing_out_asks_first(client: Client, account: Account) -> None:
    client.force_login(account)
    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
