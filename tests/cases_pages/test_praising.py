"""Thanks to those who have helped."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases.actions import Registered
from linli.cases.models import Case, DemandKind, UnplacedWhy
from linli.cases.states import State
from tests.factories.towns import Town

TYPED = {"words": "师傅半夜来修，辛苦了", "token": "a" * 20}


def _praised() -> Case:
    return Case.objects.get(kind=DemandKind.PRAISE)


def test_thanks_become_praise_at_the_place_and_are_held_to_be_passed_on(town: Town) -> None:
    client, address = Client(), f"{reverse('praise')}?place={town.unit.code}"
    html = client.get(address).content.decode()
    for who in ("安居物业公司", "柳岸社区居民委员会", "2单元"):
        assert who in html
    assert not any(name in html for name in ("陈冬至", "王小满", "李春燕"))
    sent = client.post(address, {**TYPED, "whom": "安居物业公司"})
    assert sent.status_code == 303
    case = _praised()
    assert (case.title, case.place, case.unplaced_why) == ("谢谢安居物业公司", town.unit, UnplacedWhy.PRAISE)
    assert case.words == "想谢谢：安居物业公司\n师傅半夜来修，辛苦了"
    said = client.get(sent.headers["Location"]).content.decode()
    assert "谢谢您的表扬，我们会转达。" in said
    client.post(address, {**TYPED, "whom": "安居物业公司"})
    assert Case.objects.filter(kind=DemandKind.PRAISE).count() == 1  # the same form sent twice


def test_somebody_not_listed_is_named_in_free_words(town: Town) -> None:
    typed = {**TYPED, "other": "修电梯的师傅", "name": "张阿姨", "place_words": "柳岸花园3栋"}
    assert Client().post(reverse("praise"), typed).status_code == 303
    case = _praised()
    assert case.title == "谢谢修电梯的师傅" and case.reports.get().name == "张阿姨"


def test_whom_and_what_are_needed(town: Town) -> None:
    for typed, why in (
        ({**TYPED}, "请选一个，或者写一写想谢谢谁"),
        ({"token": "b", "other": "师傅", "words": ""}, "请写一写他们做了什么"),
        ({"token": "b", "other": "师傅", "words": "好"}, "再多写几个字"),
    ):
        answer = Client().post(reverse("praise"), typed)
        assert answer.status_code == 422 and why in answer.content.decode()
    assert not Case.objects.filter(kind=DemandKind.PRAISE).exists()


def test_nobody_s_door_is_named_and_nonsense_is_no_error(town: Town) -> None:
    html = Client().get(f"{reverse('praise')}?place={town.home.code}&body=999999").content.decode()
    assert "501室" not in html and "2单元" in html
    for query in ("place=x", "place=&body=x", "body=99999999999999999999"):
        assert Client().get(f"{reverse('praise')}?{query}").status_code == 200


def test_a_solved_demand_leads_to_thanks_with_the_body_filled_in(
    town: Town, demand: Callable[..., Registered], sign_in: Callable[[str], Client]
) -> None:
    done, client = demand(), Client()
    client.post(reverse("progress"), {"receipt": done.report.receipt, "code": done.query_code})
    told = f"{reverse('progress')}?receipt={done.report.receipt}"
    assert "谢谢帮忙的人" not in client.get(told).content.decode()
    Case.objects.filter(pk=done.case.pk).update(
        state=State.CLOSED, outcome="solved", closed_at=timezone.now(), answered_by=town.property_desk,
        answer="修好了",
    )  # fmt: skip
    html = client.get(told).content.decode()
    link = f"/praise/?place={town.unit.code}&amp;body={town.property_company.pk}"
    assert link in html
    form = client.get(link.replace("&amp;", "&")).content.decode()
    chosen = form[: form.index(" checked")].rpartition("value=")[2]
    assert "安居物业公司" in chosen
