from django.test import Client
from django.urls import reverse


def test_chinese_is_spoken_whatever_the_browser_prefers(client: Client) -> None:
    answer = client.get("/", headers={"Accept-Language": "en-US,en;q=0.9"})
    assert answer.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-Hans"' in answer.content.decode()


def test_the_switch_leaves_a_cookie_and_english_is_spoken(client: Client) -> None:
    client.post(reverse("language"), {"language": "en", "next": "/"})
    answer = client.get("/")
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en"' in answer.content.decode()


def test_a_language_that_is_not_spoken_is_chinese(client: Client) -> None:
    client.cookies["django_language"] = "tlh"
    assert client.get("/").headers["Content-Language"] == "zh-hans"
