"""Look-alikes, joining, doing again and praise, tried by plain forms; what a joined resident sees."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases.actions import Registered
from linli.cases.models import Case, Report
from linli.cases.states import State
from tests.factories.pages import DUMPLINGS, LAMP
from tests.factories.towns import Town

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]
ALSO = "电梯停了,老人下不了楼,已经两天了。"


def _follow(done: Registered) -> Client:
    client = Client()
    client.post(reverse("progress"), {"receipt": done.report.receipt, "code": done.query_code})
    return client


def _told(client: Client, done: Registered) -> str:
    return client.get(reverse("progress"), {"receipt": done.report.receipt}).content.decode()


def test_look_alikes_stand_on_the_case_and_one_tap_joins_them(demand: Demand, sign_in: SignIn) -> None:
    first, second = demand(), demand(ALSO)
    client = sign_in("赵立秋")
    html = client.get(reverse("case", args=[second.case.pk])).content.decode()
    assert "相似诉求" in html and first.case.title in html
    assert f'name="into" value="{first.report.receipt}"' in html
    assert "相似诉求" not in sign_in("王小满").get(reverse("case", args=[second.case.pk])).content.decode()
    address = reverse("case_act", args=[second.case.pk, "merge"])
    assert client.post(address, {"into": "12"}).status_code == 422
    assert client.post(address, {"into": second.report.receipt}).status_code == 422
    assert client.post(address, {"into": first.report.receipt}).status_code == 303
    assert Case.objects.get(pk=second.case.pk).merged_into == first.case
    survivor = client.get(reverse("case", args=[first.case.pk])).content.decode()
    assert "并进来的" in survivor and second.case.title in survivor
    duplicate = client.get(reverse("case", args=[second.case.pk])).content.decode()
    assert "并到了" in duplicate and "拆开误并的件" in duplicate
    assert (
        client.post(reverse("case_act", args=[second.case.pk, "split"]), {"reason": "错了"}).status_code
        == 303
    )
    assert Case.objects.get(pk=second.case.pk).state == State.DISPATCHED


def test_a_joined_resident_sees_the_survivor_and_only_their_own_words(
    demand: Demand, sign_in: SignIn
) -> None:
    first, second = demand("隔壁老王家电梯口停了车,电梯也停了。"), demand(ALSO)
    client = _follow(second)
    sign_in("赵立秋").post(
        reverse("case_act", args=[second.case.pk, "merge"]), {"into": first.report.receipt}
    )
    html = _told(client, second)
    assert "并在一起办" in html and ALSO in html and "隔壁老王" not in html
    assert "不用办了，撤回" not in html
    assert (
        client.post(reverse("progress_withdraw", args=[second.report.receipt]), {"reason": ""}).status_code
        == 422
    )
    Case.objects.filter(pk=first.case.pk).update(
        state=State.AWAITING_CALLBACK, answer="修好了。", outcome="solved", answered_at=timezone.now()
    )
    html = _told(client, second)
    assert "修好了。" in html
    address = reverse("progress_rate", args=[second.report.receipt])
    assert client.post(address, {"solved": "yes", "stars": "5"}).status_code == 303
    assert Report.objects.get(pk=first.report.pk).rated_at is None
    assert "办得怎么样" in _told(_follow(first), first)


def test_look_alikes_stand_on_the_unplaced_queue_and_under_the_words(
    town: Town, demand: Demand, sign_in: SignIn
) -> None:
    first = demand(DUMPLINGS * 3)
    demand(DUMPLINGS * 3)
    client = sign_in("李春燕")
    assert "相似诉求" in client.get(reverse("unplaced")).content.decode()
    typed = {"words": DUMPLINGS * 3, "place_words": "柳岸花园"}
    part = client.post(reverse("case_alike"), typed, headers={"HX-Request": "true"}).content.decode()
    assert first.case.title in part and "<html" not in part and "<form" not in part
    assert client.post(reverse("case_alike"), {}).status_code == 200
    assert sign_in("路人").post(reverse("case_alike"), typed).status_code == 403
    assert reverse("case_alike") in client.get(reverse("case_register")).content.decode()


def _close(case: Case, *, days: int = 1) -> None:
    at = timezone.now() - timedelta(days=days)
    Case.objects.filter(pk=case.pk).update(
        state=State.CLOSED, closed_at=at, answered_at=at, answer="修好了。", outcome="solved"
    )


def test_a_resident_asks_for_a_closed_demand_to_be_done_again(demand: Demand) -> None:
    done = demand()
    client, address = _follow(done), reverse("progress_redo", args=[done.report.receipt])
    assert "请重办" not in _told(client, done)
    assert client.post(address, {"reason": "又停了"}).status_code == 422
    _close(done.case)
    assert "没有解决，请重办" in _told(client, done)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert Client().post(address, {"reason": "又停了"}).status_code == 404
    assert client.get(address).status_code == 303
    assert client.post(address, {"reason": "又停了"}).status_code == 303
    html = _told(client, done)
    assert "重新办" in html and Case.objects.get(pk=done.case.pk).redone == 1


def test_after_that_a_new_demand_takes_it_up_once(demand: Demand) -> None:
    done = demand()
    _close(done.case, days=40)
    client, address = _follow(done), reverse("progress_again", args=[done.report.receipt])
    html = _told(client, done)
    assert "再反映一次" in html and "请重办" not in html
    token = re.search(r'name="token" value="(\w+)"', html)
    assert token
    assert client.post(address, {"words": "", "token": token[1]}).status_code == 422
    typed = {"words": "电梯又停了三天", "token": token[1]}
    for _time in range(2):
        assert client.post(address, typed).status_code == 303
    new = Case.objects.get(follows=done.case)
    slip = client.get(reverse("report_done", args=[token[1]])).content.decode()
    receipt = new.reports.get().receipt
    assert receipt[:6] in slip and new.reports.get().phone == done.report.phone


def test_staff_do_again_and_take_up(demand: Demand, sign_in: SignIn) -> None:
    done, client = demand(), sign_in("赵立秋")
    _close(done.case)
    page = client.get(reverse("case", args=[done.case.pk])).content.decode()
    assert "重办" in page
    assert (
        client.post(reverse("case_act", args=[done.case.pk, "redo"]), {"reason": "又停了"}).status_code == 303
    )
    _close(done.case, days=40)
    address = reverse("case_act", args=[done.case.pk, "follow_up"])
    said = client.post(address, {"words": "电梯又停了三天"}, follow=True).content.decode()
    new = Case.objects.get(follows=done.case)
    assert new.reports.get().receipt[:6] in said and "查询码" in said
    assert "接着这件再反映的" in client.get(reverse("case", args=[new.pk])).content.decode()


def test_praise_is_passed_on_from_the_case(town: Town, demand: Demand, sign_in: SignIn) -> None:
    done, client = demand("小王热心,谢谢。", kind="praise"), sign_in("李春燕")
    page = client.get(reverse("case", args=[done.case.pk])).content.decode()
    assert "转达表扬" in page
    address = reverse("case_act", args=[done.case.pk, "pass_on_praise"])
    assert client.post(address, {"to": "没有", "words": "谢谢"}).status_code == 422
    to = f"{town.street_desk.name}（{town.street_office.name}）"
    assert client.post(address, {"to": to, "words": "居民夸您"}).status_code == 303
    html = _told(_follow(done), done)
    assert "您的表扬已经转达" in html and "办得怎么样" not in html and "居民夸您" in html


def test_who_may_not_read_the_survivor_does_not_learn_its_title(demand: Demand, sign_in: SignIn) -> None:
    into, case = demand(LAMP), demand().case
    address = reverse("case_act", args=[case.pk, "merge"])
    assert sign_in("赵立秋").post(address, {"into": into.report.receipt}).status_code == 303
    html = sign_in("陈冬至").get(reverse("case", args=[case.pk])).content.decode()
    assert "另一件，由别的岗位办" in html and into.case.title not in html
    assert into.case.title in sign_in("赵立秋").get(reverse("case", args=[case.pk])).content.decode()
