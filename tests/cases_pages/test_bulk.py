"""Several cases at once: looked over, done one by one, refused ones named; views that are kept."""

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from linli.cases.actions import Registered
from linli.cases.models import Case, SavedView
from linli.cases.states import State
from tests.factories.pages import DUMPLINGS
from tests.factories.towns import Town

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]
BACK = "lens=area&kind=help"


def _post(client: Client, act: str, *cases: Case, confirmed: bool = False, **typed: str) -> str:
    sent = {"act": act, "case": [str(one.pk) for one in cases], "back": BACK, **typed}
    answer = client.post(reverse("worklist_bulk"), sent | ({"confirmed": "1"} if confirmed else {}))
    assert answer.status_code in (200, 422), answer.status_code
    return answer.content.decode()


def _states(*cases: Case) -> list[str]:
    return [Case.objects.get(pk=one.pk).state for one in cases]


def test_the_bar_offers_what_the_reader_may(demand: Demand, sign_in: SignIn) -> None:
    demand()
    address = f"{reverse('worklist')}?lens=area"
    desk = sign_in("李春燕").get(address).content.decode()
    for name in ("nudge", "dispatch", "sign"):
        assert f'data-key-act="{name}"' in desk
    worker = sign_in("陈冬至").get(reverse("worklist")).content.decode()
    assert 'data-key-act="sign"' in worker and 'data-key-act="dispatch"' not in worker


def test_what_was_chosen_is_looked_over_before_it_is_done(demand: Demand, sign_in: SignIn) -> None:
    first, second, unplaced = demand().case, demand().case, demand(DUMPLINGS).case
    client = sign_in("陈冬至")
    seen = _post(client, "sign", first, second)
    assert "这 2 件可以办" in seen and first.title in seen and "lens=area&amp;kind=help" in seen
    assert _states(first, second) == [State.DISPATCHED] * 2
    done = _post(client, "sign", first, second, confirmed=True)
    assert "办成 2 件" in done and _states(first, second) == [State.IN_PROGRESS] * 2
    again = _post(client, "sign", first, second, unplaced, confirmed=True)
    assert "办成 0 件" in again and "没办成 2 件" in again and "不能“签收”" in again
    assert unplaced.title not in again  # not to be read: not even its title


def test_one_that_is_refused_keeps_no_other(demand: Demand, sign_in: SignIn) -> None:
    first, second = demand().case, demand().case
    client = sign_in("陈冬至")
    _post(client, "sign", first, confirmed=True)
    mixed = _post(client, "sign", first, second)
    assert "这 1 件可以办" in mixed and "这 1 件现在办不了" in mixed
    done = _post(client, "sign", first, second, confirmed=True)
    assert "办成 1 件" in done and "没办成 1 件" in done and _states(second) == [State.IN_PROGRESS]


def test_dispatched_together_and_pulled_back_at_once(town: Town, demand: Demand, sign_in: SignIn) -> None:
    first, second = demand(DUMPLINGS).case, demand(DUMPLINGS).case
    for one in (first, second):
        one.refresh_from_db()
        matter = Case.objects.exclude(matter=None).values_list("matter", flat=True).first()
        one.matter_id = matter or demand().case.matter_id
        one.lead_id = town.street_desk.body_id
        one.save()
    client = sign_in("李春燕")
    seen = _post(client, "dispatch", first, second)
    seat = re.search(rf'value="({re.escape(town.street_desk.name)}[^"]*)"', seen)
    assert seat, seen
    assert "请选一个岗位" in _post(client, "dispatch", first, second, confirmed=True)
    done = _post(client, "dispatch", first, second, confirmed=True, seat=seat[1])
    assert "办成 2 件" in done and "撤回这次派单" in done and "全部撤回" in done
    assert _states(first, second) == [State.DISPATCHED] * 2
    undone = _post(client, "pull_back", first, second, confirmed=True)
    assert "办成 2 件" in undone
    assert {one.holder_id for one in Case.objects.filter(pk__in=[first.pk, second.pk])} == {
        town.community_desk.pk
    }


def test_only_who_left_no_number_is_closed_without_a_call(demand: Demand, sign_in: SignIn) -> None:
    case, client = demand().case, sign_in("陈冬至")
    _post(client, "sign", case, confirmed=True)
    client.post(reverse("case_act", args=[case.pk, "answer"]), {"outcome": "solved", "answer": "修好了。"})
    assert _states(case) == [State.AWAITING_CALLBACK]
    desk = sign_in("李春燕")
    report = case.reports.get()
    first = _post(desk, "finish", case)
    assert ("现在办不了" in first) == bool(report.phone_blind)
    refused = _post(desk, "finish", case, confirmed=True)
    if report.phone_blind:
        assert "要先联系本人" in refused
        case.reports.update(phone_blind="", phone="")
        refused = _post(desk, "finish", case, confirmed=True)
    assert "办成 1 件" in refused and _states(case) == [State.CLOSED]


def test_a_stranger_does_nothing_and_sees_nothing(demand: Demand, sign_in: SignIn) -> None:
    case, client = demand().case, sign_in("路人")
    for act in ("nudge", "sign", "dispatch", "approve", "finish", "pull_back"):
        assert case.title not in _post(client, act, case, confirmed=True)
    assert _states(case) == [State.DISPATCHED]
    assert client.post(reverse("worklist_bulk"), {"act": "nonsense"}).status_code == 404
    assert client.get(reverse("worklist_bulk")).status_code == 405


def test_a_view_is_saved_from_the_list_and_found_again(demand: Demand, sign_in: SignIn) -> None:
    client, address = sign_in("李春燕"), reverse("worklist")
    assert "保存成视图" not in client.get(f"{address}?lens=area").content.decode()
    page = client.get(f"{address}?{BACK}").content.decode()
    assert "保存成视图" in page
    typed = {"query": f"{BACK}&after=3-4&junk=1", "name": "求助", "is_shared": "on"}
    saved = client.post(reverse("views_save"), typed)
    assert saved.status_code == 303 and saved.headers["Location"] == f"{address}?{BACK}"
    assert client.post(reverse("views_save"), typed).status_code == 422
    view = SavedView.objects.get()
    page = client.get(f"{address}?{BACK}").content.decode()
    assert "求助" in page and "共用" in page and reverse("view_change", args=[view.pk]) in page
    change = reverse("view_change", args=[view.pk])
    assert "求助" in client.get(change).content.decode()
    assert client.post(change, {"name": "要帮忙的"}).status_code == 303
    other = sign_in("路人")
    assert other.get(change).status_code == 404
    assert other.post(change, {"name": "我的"}).status_code == 404
    assert other.post(change, {"drop": "1"}).status_code == 404
    assert client.post(change, {"drop": "1"}).status_code == 303 and not SavedView.objects.exists()
