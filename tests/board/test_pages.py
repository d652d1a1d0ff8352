import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.board import actions
from linli.board.models import Follow, Release
from linli.cases.actions import Registered
from linli.kernel.actor import RESIDENT
from linli.places.models import Place
from tests.factories.cases import NOW, Scene, actor_of, take_in

SignIn = Callable[[str], Client]
WORDS = "我是3栋2单元501的周大寒，电话13812345678，身份证511102199001011234，食堂的助餐点周末能不能开"
PERSONAL = ("周大寒", "13812345678", "138****", "511102199001011234", "3栋", "2单元", "501")
PUBLIC = {"title": "周末助餐", "words": "助餐点周末能不能开。"}


def taken(scene: Scene) -> Registered:
    return take_in(WORDS, place=scene.town.home, now=timezone.now() - timedelta(hours=30))


def released(scene: Scene, **more: str) -> Release:
    asked = actions.ask_release(report_id=taken(scene).report.pk, by=RESIDENT, now=timezone.now())
    by = actor_of(scene.town.community_clerk)
    return actions.release(release_id=asked.pk, **{**PUBLIC, **more}, by=by, now=timezone.now())


def followed(done: Registered) -> Client:
    """The browser of the reporter, who typed the query code."""
    client = Client()
    answer = client.post("/progress/", {"receipt": done.report.receipt, "code": done.query_code})
    assert answer.status_code == 303
    return client


def paths(scene: Scene, shown: Release) -> list[str]:
    return [
        "/board/", f"/board/{scene.town.street.code}/", f"/board/{scene.town.community.code}/",
        f"/board/{scene.town.estate.code}/", f"/board/{scene.town.estate.code}/?show=done",
        f"/board/case/{shown.public_id}/", f"/board/case/{shown.public_id}/follow/",
    ]  # fmt: skip


def test_nothing_personal_reaches_a_public_page(scene: Scene, sign_in: SignIn) -> None:
    asked = actions.ask_release(report_id=taken(scene).report.pk, by=RESIDENT, now=timezone.now())
    clerk = sign_in("李春燕")
    page = clerk.get(f"/work/board/{asked.pk}/").content.decode()
    assert "13812345678" not in page
    assert "511102199001011234" not in page
    typed = {
        name: re.search(rf'name="{name}"[^>]*?(?:value="([^"]*)"|>\n?([^<]*)</textarea>)', page)
        for name in ("title", "words")
    }
    draft = {name: (found[1] or found[2]).strip() for name, found in typed.items() if found}
    assert set(draft) == {"title", "words"}
    answer = clerk.post(f"/work/board/{asked.pk}/show/", {**draft, "answer": "", "is_read": "on"})
    assert answer.status_code == 303, answer.content.decode()
    shown = Release.objects.get()
    alike = {"words": "食堂的助餐点周末能不能开", "place": scene.town.estate.code}
    pages = [Client().get(path).content.decode() for path in paths(scene, shown)]
    pages.append(Client().post("/board/alike/", alike).content.decode())
    assert "助餐点周末能不能开" in pages[-1]
    for shown_page in pages:
        for piece in PERSONAL:
            assert piece not in shown_page
        assert shown.report.receipt not in shown_page


def test_public_pages_take_few_statements_and_no_session(scene: Scene) -> None:
    shown = released(scene)
    for number in range(5):
        released(scene, title=f"周末助餐{number}")
    for path in paths(scene, shown):
        with CaptureQueriesContext(connection) as seen:
            answer = Client().get(path)
        assert answer.status_code == 200, path
        assert len(seen) <= 8, f"{path} {len(seen)}"
        if "follow" not in path:
            assert "max-age=60" in answer.headers["Cache-Control"]
            assert "sessionid" not in answer.cookies
    with CaptureQueriesContext(connection) as seen:
        Client().post("/board/alike/", {"words": "食堂的助餐点周末能不能开", "place": scene.town.home.code})
    assert len(seen) <= 8


def test_a_board_is_never_finer_than_an_estate(scene: Scene) -> None:
    released(scene)
    town = scene.town
    for place in (town.building, town.unit, town.home):
        assert Client().get(f"/board/{place.code}/").headers["Location"] == f"/board/{town.estate.code}/"
    assert Client().get(f"/board/{town.grid.code}/").headers["Location"] == f"/board/{town.community.code}/"
    assert Client().get(f"/board/{town.county.code}/").headers["Location"] == "/board/"
    assert Client().get("/board/nowhere/").status_code == 404
    Place.objects.filter(pk=town.estate.pk).update(closed_on=NOW.date())
    assert Client().get(f"/board/{town.estate.code}/").status_code == 404


def test_a_board_is_paged(scene: Scene) -> None:
    for number in range(23):
        released(scene, title=f"第{number:02d}件")
    first = Client().get(f"/board/{scene.town.estate.code}/").content.decode()
    assert (first.count("l-board-row"), "第22件" in first, "第02件" in first) == (20, True, False)
    after = re.search(r'href="(\?[^"]*after=\d+)"', first)
    assert after
    second = Client().get(f"/board/{scene.town.estate.code}/{after[1]}").content.decode()
    assert (second.count("l-board-row"), "第02件" in second) == (3, True)


def test_a_reporter_agrees_and_takes_it_back(scene: Scene) -> None:
    done = taken(scene)
    path = f"/progress/{done.report.receipt}/share/"
    assert Client().get(path).headers["Location"].startswith("/progress/")
    assert Client().post(path, {"agree": "1"}).headers["Location"].startswith("/progress/")
    assert not Release.objects.exists()
    reporter = followed(done)
    page = reporter.get(path).content.decode()
    assert "都不影响给您办事" in page
    assert "13812345678" not in page
    assert reporter.post(path, {"agree": "1"}).status_code == 303
    assert "社区看过" in reporter.get(path).content.decode()
    assert reporter.post(path, {"back": "1"}).status_code == 303
    assert Release.objects.get().state == "withdrawn"
    assert "我同意公开" in reporter.get(path).content.decode()


def test_a_reviewer_edits_refuses_and_takes_down(scene: Scene, sign_in: SignIn) -> None:
    clerk, shown = sign_in("李春燕"), released(scene)
    for show in ("asked", "answers", "shown", "kept", "x"):
        assert clerk.get(f"/work/board/?show={show}").status_code == 200
    assert "周末助餐" in clerk.get("/work/board/?show=shown").content.decode()
    url = f"/work/board/{shown.pk}/"
    assert clerk.get(url).status_code == 200
    assert clerk.post(f"{url}show/", {**PUBLIC, "title": "新标题", "is_read": "on"}).status_code == 303
    assert Release.objects.get().title == "新标题"
    assert clerk.post(f"{url}show/", {**PUBLIC, "title": "没读"}).status_code == 422
    answer = clerk.post(f"{url}show/", {**PUBLIC, "words": "打13812345678", "is_read": "on"})
    assert (answer.status_code, "还认得出人" in answer.content.decode()) == (422, True)
    assert clerk.post(f"{url}refuse/", {"why": ""}).status_code == 422
    assert clerk.post(f"{url}refuse/", {"why": "有误"}).status_code == 303
    assert Client().get(f"/board/case/{shown.public_id}/").status_code == 404
    assert "有误" in clerk.get(url).content.decode()
    asked = actions.ask_release(report_id=taken(scene).report.pk, by=RESIDENT, now=timezone.now())
    assert clerk.post(f"/work/board/{asked.pk}/refuse/", {"why": "再等等"}).status_code == 303
    assert "再等等" in clerk.get("/work/board/?show=kept").content.decode()


@pytest.mark.parametrize("name", ["王小满", "陈冬至", "路人"])
def test_who_may_not_release_sees_nothing(scene: Scene, sign_in: SignIn, name: str) -> None:
    shown, reader = released(scene), sign_in(name)
    assert reader.get("/work/board/").status_code == 403
    assert reader.get(f"/work/board/{shown.pk}/").status_code == 404
    assert reader.post(f"/work/board/{shown.pk}/refuse/", {"why": "x"}).status_code == 404
    assert reader.post(f"/work/board/{shown.pk}/show/", {**PUBLIC, "is_read": "on"}).status_code == 404
    assert Release.objects.get().state == "released"


def test_a_neighbour_follows_and_stops(scene: Scene) -> None:
    shown, neighbour = released(scene), Client()
    url = f"/board/case/{shown.public_id}/follow/"
    assert neighbour.get(url).status_code == 200
    assert neighbour.post(url, {"phone": "12"}).status_code == 422
    assert neighbour.post(url, {"phone": ""}).status_code == 303
    assert neighbour.post(url, {"phone": ""}).status_code == 303
    assert Follow.objects.count() == 1
    assert "有 1 位邻居跟着看" in Client().get(f"/board/case/{shown.public_id}/").content.decode()
    page = neighbour.get(url).content.decode()
    assert "您正在跟着看" in page
    assert neighbour.post(f"/board/unfollow/{Follow.objects.get().token}/").status_code == 303
    assert not Follow.objects.exists()
    assert neighbour.get("/board/case/X/follow/").status_code == 404


def test_numbers_of_a_whole_house_are_not_entered_from_one_address(scene: Scene) -> None:
    url = f"/board/case/{released(scene).public_id}/follow/"
    codes = [Client().post(url, {"phone": f"139000011{number:02d}"}).status_code for number in range(22)]
    assert codes[0] == 303
    assert codes[-1] == 429


def test_alike_says_nothing_where_nothing_is_alike(scene: Scene) -> None:
    released(scene)
    for typed in (
        {},
        {"words": "路灯坏了", "place": scene.town.estate.code},
        {"words": "助餐", "place": "x"},
    ):
        answer = Client().post("/board/alike/", typed)
        assert (answer.status_code, answer.content.decode().strip()) == (200, "")
