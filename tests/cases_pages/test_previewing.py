"""Before a matter is changed: what of the last month would have gone elsewhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.actions import Registered
from linli.cases.models import Case
from linli.cases.queries import preview as previewing
from linli.catalogue.models import Matter
from linli.organisations.models import Role
from tests.factories.pages import DUMPLINGS, LIFT

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]


def _typed(**changes: Any) -> dict[str, Any]:
    lift = Matter.objects.get(code="lift")
    return {"name": lift.name, "category": "01", "words": "、".join(lift.words), "lead": "property", "urgency": "ordinary",
            "first_rung": "1", "duty_list": "none", "national_system": lift.national_system, **changes}  # fmt: skip


@pytest.fixture
def keeper(sign_in: SignIn) -> Client:
    """The street's clerk, who may edit the catalogue besides."""
    client = sign_in("赵立秋")
    role = Role.objects.get(code="street-desk")
    role.verbs, role.reach = [*role.verbs, "catalogue.edit"], "everything"
    role.save()
    return client


def test_a_change_says_which_demands_it_would_have_moved(demand: Demand, keeper: Client) -> None:
    lift, other = demand(LIFT).case, demand(DUMPLINGS).case
    old = demand(LIFT).case
    Case.objects.filter(pk=old.pk).update(registered_at=old.registered_at - timedelta(days=40))
    address = reverse("matter_preview", args=["lift"])
    same = keeper.post(address, _typed()).content.decode()
    assert "<strong>0</strong>" in same
    before = Matter.objects.count()
    html = keeper.post(address, _typed(words="卡在二十楼")).content.decode()
    assert "<strong>1</strong>" in html and "的 2 件诉求" in html
    assert reverse("case", args=[lift.pk]) in html and "待归类" in html and "安居物业公司" in html
    assert reverse("case", args=[old.pk]) not in html and reverse("case", args=[other.pk]) not in html
    assert Matter.objects.count() == before
    moved = keeper.post(address, _typed(lead="street")).content.decode()
    assert "<strong>1</strong>" in moved and "临江街道办事处" in moved
    new = _typed(code="sweet", name="道谢", words="好的好的", lead="street")
    assert (
        reverse("case", args=[other.pk])
        in keeper.post(reverse("matter_preview", args=["-"]), new).content.decode()
    )


def test_what_does_not_hold_is_said_and_strangers_are_kept_out(
    demand: Demand, keeper: Client, sign_in: SignIn
) -> None:
    address = reverse("matter_preview", args=["lift"])
    assert keeper.post(address, _typed(lead="nonsense")).status_code == 422
    assert keeper.get(address).status_code == 303
    assert sign_in("李春燕").post(address, _typed()).status_code == 403


def test_no_more_than_the_newest_are_tried(
    demand: Demand, keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        demand(LIFT)
    monkeypatch.setattr(previewing, "MOST_TRIED", 2)
    html = keeper.post(reverse("matter_preview", args=["lift"]), _typed(words="卡在二十楼")).content.decode()
    assert "的 2 件诉求" in html and "只看了最新的" in html
