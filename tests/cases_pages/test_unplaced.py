"""The queue of what no rule placed: one after the other, without coming back to what was skipped."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from linli.cases.actions import Registered
from linli.cases.states import State
from tests.factories.pages import DUMPLINGS
from tests.factories.towns import Town

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]
TIED = "电梯和路灯不亮都要修，楼道脏。"


def test_after_a_skipped_one_the_next_comes_and_the_last_is_taken_back(
    town: Town, demand: Demand, sign_in: SignIn
) -> None:
    _skipped, second, third = (demand(DUMPLINGS).case for _number in range(3))
    client, address = sign_in("李春燕"), reverse("unplaced")
    typed = {"suggested": "楼道清扫", "matter": "", "place_words": "柳岸花园"}
    done = client.post(f"{address}?case={second.pk}", typed)
    assert done.status_code == 303 and f"case={third.pk}" in done.headers["Location"]
    page = client.get(done.headers["Location"]).content.decode()
    assert "撤回这次派单" in page and f'name="case" value="{second.pk}"' in page
    second.refresh_from_db()
    assert second.state == State.DISPATCHED


def test_a_case_that_was_placed_meanwhile_leads_to_the_next(demand: Demand, sign_in: SignIn) -> None:
    placed, waiting = demand().case, demand(DUMPLINGS).case
    page = sign_in("李春燕").get(f"{reverse('unplaced')}?case={placed.pk}").content.decode()
    assert "已经归好类了" in page and waiting.words in page


def test_the_place_is_asked_for(demand: Demand, sign_in: SignIn) -> None:
    case, client = demand(DUMPLINGS).case, sign_in("李春燕")
    address = f"{reverse('unplaced')}?case={case.pk}"
    answer = client.post(address, {"matter": "楼道清扫", "place_words": ""})
    assert answer.status_code == 422
    assert answer.content.decode().count("没有地点，就不知道该派给谁") <= 2


def test_what_it_may_be_is_named_with_why(demand: Demand, sign_in: SignIn) -> None:
    case = demand(TIED).case
    page = sign_in("李春燕").get(f"{reverse('unplaced')}?case={case.pk}").content.decode()
    if case.state == State.REGISTERED:
        assert 'data-key-choice="1"' in page and "对上的词" in page
