from collections.abc import Callable
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from linli.places import queries as places
from linli.places.models import Bulletin
from tests.factories.cases import Scene

SignIn = Callable[[str], Client]


def typed(scene: Scene, **more: str) -> dict[str, str]:
    begin = timezone.localtime()
    return {
        "kind": "water", "place": str(scene.town.estate.pk), "part": "", "title": "", "words": "检修水箱",
        "starts_at": f"{begin:%Y-%m-%dT%H:%M}", "ends_at": f"{begin + timedelta(hours=3):%Y-%m-%dT%H:%M}", **more,
    }  # fmt: skip


def test_a_clerk_tells_ends_and_withdraws(scene: Scene, sign_in: SignIn) -> None:
    clerk = sign_in("李春燕")
    assert "还没有公告" in clerk.get("/work/bulletins/").content.decode()
    assert clerk.get("/work/bulletins/new/").status_code == 200
    assert clerk.post("/work/bulletins/new/", typed(scene, part="3栋2单元")).status_code == 303
    made = Bulletin.objects.get()
    assert made.place == scene.town.unit
    assert "柳岸花园 3栋2单元" in clerk.get("/work/bulletins/").content.decode()
    later = f"{timezone.localtime() + timedelta(hours=9):%Y-%m-%dT%H:%M}"
    assert clerk.post(f"/work/bulletins/{made.pk}/end/", {"ends_at": later}).status_code == 303
    assert clerk.post(f"/work/bulletins/{made.pk}/end/", {"ends_at": "x"}).status_code == 422
    assert clerk.post(f"/work/bulletins/{made.pk}/end/", {"over": "1"}).status_code == 303
    assert places.bulletins_at(scene.town.unit, timezone.now()) == []
    clerk.post("/work/bulletins/new/", typed(scene))
    newest = Bulletin.objects.latest("pk")
    assert clerk.post(f"/work/bulletins/{newest.pk}/withdraw/").status_code == 303
    assert "撤下了" in clerk.get("/work/bulletins/").content.decode()


def test_what_is_wrong_is_said_and_what_was_typed_stays(scene: Scene, sign_in: SignIn) -> None:
    clerk = sign_in("李春燕")
    answer = clerk.post("/work/bulletins/new/", typed(scene, part="99栋"))
    assert (answer.status_code, "这里没有这栋楼" in answer.content.decode()) == (422, True)
    answer = clerk.post("/work/bulletins/new/", typed(scene, ends_at="2020-01-01T00:00"))
    assert (answer.status_code, "检修水箱" in answer.content.decode()) == (422, True)
    assert (
        clerk.post("/work/bulletins/new/", typed(scene, place=str(scene.town.street.pk))).status_code == 422
    )
    assert not Bulletin.objects.exists()


def test_the_poster_leads_to_the_report_page(scene: Scene, sign_in: SignIn) -> None:
    clerk = sign_in("李春燕")
    clerk.post("/work/bulletins/new/", typed(scene))
    shown = clerk.get(f"/work/bulletins/{Bulletin.objects.get().pk}/poster/").content.decode()
    for words in (
        "停水通知",
        "柳岸花园",
        "检修水箱",
        f"/report/?place={scene.town.estate.code}",
        "data:image/svg",
    ):
        assert words in shown
    assert "今天" not in shown


@pytest.mark.parametrize("name", ["王小满", "路人"])
def test_who_may_not_tell_sees_no_page(scene: Scene, sign_in: SignIn, name: str) -> None:
    reader = sign_in(name)
    for path in ("/work/bulletins/", "/work/bulletins/new/", "/work/bulletins/1/poster/"):
        assert reader.get(path).status_code == 403
    assert reader.post("/work/bulletins/new/", typed(scene)).status_code == 403


def test_the_panel_says_what_when_and_until_when(scene: Scene, sign_in: SignIn) -> None:
    sign_in("李春燕").post("/work/bulletins/new/", typed(scene))
    now = timezone.now()
    found = places.bulletins_at(scene.town.home, now)
    panel = Template('{% include "ui/bulletins.html" %}')
    shown = panel.render(Context({"bulletins": found, "now": now}))
    for words in ("停水", "柳岸花园", "—", "预计", "恢复", "检修水箱"):
        assert words in shown
    assert panel.render(Context({"bulletins": []})).strip() == ""
