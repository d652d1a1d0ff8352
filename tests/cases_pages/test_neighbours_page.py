"""The page of a building head: one tap, and what became of what they settled."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from linli.cases.actions import Registered
from linli.cases.models import Case
from linli.cases.states import State
from linli.organisations.models import Seat
from tests.factories.pages import LIFT
from tests.factories.towns import Town, make_duty, make_role

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]


def test_one_tap_settles_and_the_page_says_what_came_of_it(
    town: Town, demand: Demand, sign_in: SignIn
) -> None:
    role = make_role("building-head", ["cases.neighbour"], name="楼栋长", is_volunteer=True)
    seat = Seat.objects.create(body=town.committee, role=role, area=town.building, name="3栋楼栋长")
    make_duty(seat, "周立夏")
    case = demand(LIFT, asks_neighbours=True).case
    client = sign_in("周立夏")
    html = client.get(reverse("neighbours")).content.decode()
    assert "帮着解决了" in html  # the words stand there already
    client.post(reverse("neighbour_settle", args=[case.pk]), {"words": "已经去看过，帮着解决了。"})
    assert Case.objects.get().state == State.AWAITING_CALLBACK
    html = client.get(reverse("neighbours")).content.decode()
    assert "后来怎样了" in html and "社区会问一问那位邻居" in html
    Case.objects.update(state=State.IN_PROGRESS)
    assert "社区接着在办" in client.get(reverse("neighbours")).content.decode()
