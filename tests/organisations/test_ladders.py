"""A town sets, shows and clears its ladders."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from linli.journal.models import Entry
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import NotAllowed, Refusal
from linli.organisations import actions, queries
from linli.organisations.actions import ladders
from linli.organisations.events import LadderEvent
from linli.organisations.models import Body, LadderStep, Role, Seat, Service
from linli.people.models import Account
from linli.places.models import PlaceKind
from tests.factories.organisations import STRANGER, editor_of, keeper
from tests.factories.towns import LONG_AGO, NOW, Town, make_duty, make_place, make_role, small_town

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)


@pytest.fixture
def town() -> Town:
    return small_town()


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(Account.objects.create_superuser("root"))
    return client


def order(area_id: int | None, category: str = "") -> list[str]:
    steps = LadderStep.objects.filter(area_id=area_id, category=category).order_by("position")
    return list(steps.values_list("role__code", flat=True))


def test_a_ladder_is_set_as_a_whole_and_written_down(town: Town) -> None:
    grid, community, street = town.grid_seat.role, town.community_desk.role, town.street_desk.role
    editor = editor_of(town.street)
    actions.set_ladder(area=town.street, roles=[grid, community, street], by=editor, now=NOW)
    actions.set_ladder(area=town.street, roles=[community, street], by=editor, now=NOW)
    assert order(town.street.pk) == ["community-desk", "street-desk"]
    assert queries.ladder(town.home) == [town.community_desk, town.street_desk]
    entry = Entry.objects.filter(tag=LadderEvent.SET).latest("seq")
    assert entry.subject == f"organisations.ladder:{town.street.pk}"
    assert entry.facts == {
        "category": "",
        "roles": ["community-desk", "street-desk"],
        "before": ["grid-worker", "community-desk", "street-desk"],
    }
    actions.set_ladder(area=town.street, roles=[street], category="05", by=editor, now=NOW)
    assert (order(town.street.pk, "05"), len(order(town.street.pk))) == (["street-desk"], 2)


def test_a_cleared_ladder_gives_way_to_the_one_above(town: Town) -> None:
    roles = [town.community_desk.role]
    actions.set_ladder(area=None, roles=[town.street_desk.role], by=keeper(), now=NOW)
    actions.set_ladder(area=town.community, roles=roles, by=keeper(), now=NOW)
    assert queries.ladder(town.home) == [town.community_desk]
    actions.clear_ladder(area=town.community, by=editor_of(town.community), now=NOW)
    assert queries.ladder(town.home) == [town.street_desk]
    entry = Entry.objects.get(tag=LadderEvent.CLEARED)
    assert entry.facts == {"category": "", "before": ["community-desk"]}
    with pytest.raises(ladders.NothingSet):
        actions.clear_ladder(area=town.community, by=keeper(), now=NOW)
    actions.clear_ladder(area=None, by=keeper(), now=NOW)
    assert not LadderStep.objects.exists()


def test_what_cannot_be_a_ladder(town: Town) -> None:
    head = make_role("building-head", [], is_volunteer=True)
    bureau = make_role("department-desk", [], rung=4)
    grid = town.grid_seat.role
    refused: list[tuple[list[Role], str, type[Refusal]]] = [
        ([], "", ladders.NoSteps),
        ([grid, grid], "", ladders.RoleTwice),
        ([grid, bureau], "", ladders.DepartmentStep),
        ([grid, head], "", ladders.VolunteerAbove),
        ([grid], "噪声", ladders.BadCategory),
        ([grid], "0" * 21, ladders.BadCategory),
    ]
    actions.set_ladder(area=town.street, roles=[head, grid], by=keeper(), now=NOW)
    for roles, category, why in refused:
        with pytest.raises(why):
            actions.set_ladder(area=town.street, roles=roles, category=category, by=keeper(), now=NOW)
    assert order(town.street.pk) == ["building-head", "grid-worker"]


def test_a_stranger_sets_and_clears_nothing(town: Town) -> None:
    grid = town.grid_seat.role
    for by, area in ((STRANGER, town.street), (editor_of(town.community), town.street),
                     (editor_of(town.county), None)):  # fmt: skip
        with pytest.raises(NotAllowed):
            actions.set_ladder(area=area, roles=[grid], by=by, now=NOW)
        with pytest.raises(NotAllowed):
            actions.clear_ladder(area=area, by=by, now=NOW)
    assert not LadderStep.objects.exists()


def wrong() -> list[str]:
    return [found.what for found in queries.findings(NOW)]


def test_a_check_names_steps_that_nobody_stands_on(town: Town) -> None:
    patrol = make_role("patrol", [], name="巡查员")
    actions.set_ladder(area=town.street, roles=[patrol, town.property_desk.role], by=keeper(), now=NOW)
    actions.set_ladder(area=None, roles=[patrol], by=keeper(), now=NOW)
    assert [what for what in wrong() if "巡查员" in what] == [
        "临江街道的分级处置有一步是巡查员，那里没有这样的岗位",
        "全部地方的分级处置有一步是巡查员，那里没有这样的岗位",
    ]
    assert not [what for what in wrong() if "物业" in what]
    Seat.objects.create(body=town.committee, role=patrol, area=town.estate, name="巡查")
    assert not [what for what in wrong() if "巡查员" in what]
    Service.objects.update(until=LONG_AGO)
    assert [what for what in wrong() if "那里没有" in what] == [
        "临江街道的分级处置有一步是物业经理，那里没有这样的岗位"
    ]


def test_a_check_names_communities_without_a_desk(town: Town) -> None:
    assert not [what for what in wrong() if "居(村)委会" in what]
    make_place(PlaceKind.COMMUNITY, "511102001002", "石桥社区", town.street)
    assert "石桥社区：没有居(村)委会的受理岗" in wrong()
    Body.objects.filter(pk=town.committee.pk).update(ended_on=LONG_AGO)
    assert "柳岸社区：没有居(村)委会的受理岗" in wrong()
    for number in range(3, 23):
        make_place(PlaceKind.COMMUNITY, f"5111020010{number:02}", f"第{number}社区", town.street)
    told = [what for what in wrong() if "居(村)委会" in what]
    assert (len(told), told[-1]) == (21, "还有 2 个社区没有居(村)委会的受理岗")


def shown(client: Client, **asked: str) -> str:
    response = client.get(reverse("ladder"), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_signed_in_sees_the_ladder_of_a_place(town: Town, client: Client) -> None:
    assert client.get(reverse("ladder")).status_code == 302
    client.force_login(Account.objects.get(username="u-王小满"))
    said = shown(client, place=town.home.code)
    assert "没有另设步骤，按角色自己的层级来" in said
    assert said.index("柳岸第一网格网格员") < said.index("柳岸社区受理岗") < said.index("临江街道受理岗")
    assert "加一步" not in said
    said = shown(client, place=town.street.code)
    assert said.index("网格员") < said.index("社区受理岗") < said.index("临江街道受理岗")
    assert said.count("没有管整个临江街道的") == 2
    roles = [town.community_desk.role, make_role("centre", [], name="邻里中心")]
    actions.set_ladder(area=town.street, roles=roles, category="01", by=keeper(), now=NOW)
    said = shown(client, place=town.home.code, category="0102")
    assert "按“临江街道”的步骤来" in said
    assert "没有管整个501室的" in said
    assert "社区受理岗 → 邻里中心" in shown(client)
    assert client.get(reverse("ladder"), {"place": "没有的地方"}).status_code == 422


def test_steps_are_added_moved_and_removed_by_buttons(town: Town, root: Client) -> None:
    head = make_role("building-head", [], name="楼栋长", is_volunteer=True)
    make_duty(
        Seat.objects.create(body=town.committee, role=head, area=town.building, name="楼栋长"), "吴谷雨"
    )
    grid, community, street = (seat.role for seat in (town.grid_seat, town.community_desk, town.street_desk))
    centre = make_role("centre", [], name="邻里中心")
    facts = {"area": town.street.code, "category": ""}

    def press(do: str, seen: list[Role], **more: object) -> None:
        """A button shows the steps as they would be; only 保存 keeps them."""
        before, typed = order(town.street.pk), facts | {"do": do, "roles": keys(seen)} | more
        drafted = root.post(reverse("ladder_change"), typed)
        assert drafted.status_code == 200 and "还没有保存" in drafted.content.decode()
        assert order(town.street.pk) == before
        kept = facts | {"do": "save", "roles": keys([role for role, _seat in drafted.context["held"].rows])}
        assert root.post(reverse("ladder_change"), kept).status_code == 303

    def keys(roles: list[Role]) -> str:
        return ",".join(str(role.pk) for role in roles)

    press(f"remove-{grid.pk}", [grid, community, street])
    assert order(town.street.pk) == ["community-desk", "street-desk"]
    press("add", [community, street], role=centre.pk)
    assert order(town.street.pk) == ["community-desk", "street-desk", "centre"]
    press(f"up-{centre.pk}", [community, street, centre])
    assert order(town.street.pk) == ["community-desk", "centre", "street-desk"]
    press(f"down-{community.pk}", [community, centre, street])
    assert order(town.street.pk) == ["centre", "community-desk", "street-desk"]
    press("add", [centre, community, street], role=head.pk)
    assert order(town.street.pk) == ["building-head", "centre", "community-desk", "street-desk"]
    assert "这里另设了步骤" in shown(root, place=town.street.code)
    press("clear", [head, centre, community, street])
    assert order(town.street.pk) == []


def test_a_change_that_cannot_be_is_told_on_the_page(town: Town, root: Client) -> None:
    head = make_role("building-head", [], name="楼栋长", is_volunteer=True)
    url, grid = reverse("ladder_change"), town.grid_seat.role
    facts = {"area": town.street.code, "category": "", "roles": f"{head.pk},{grid.pk}"}
    refused = root.post(url, facts | {"do": f"down-{head.pk}"})
    assert refused.status_code == 422
    assert "志愿者要排在前面" in refused.content.decode()
    assert root.post(url, facts | {"do": "add"}).status_code == 422
    assert root.post(url, facts | {"do": "fly"}).status_code == 422
    assert root.post(url, facts | {"do": "save", "roles": ""}).status_code == 422
    root.force_login(Account.objects.get(username="u-王小满"))
    assert root.post(url, facts | {"do": f"remove-{head.pk}"}).status_code == 403
    assert not LadderStep.objects.exists()


def test_the_ladder_tells_who_changed_it_from_what_to_what(town: Town) -> None:
    roles = list(
        Role.objects.filter(pk__in=[town.grid_seat.role_id, town.community_desk.role_id]).order_by("rung")
    )
    by = Actor(ActorKind.SERVICE, "维护")
    actions.set_ladder(area=town.estate, roles=roles, by=by, now=NOW)
    actions.clear_ladder(area=town.estate, by=by, now=NOW)
    cleared, was_set = queries.ladder_history(town.estate)
    assert (was_set.who, was_set.before, was_set.after) == (
        "维护",
        "",
        " → ".join(role.name for role in roles),
    )
    assert (cleared.before, cleared.after) == (was_set.after, "")
    assert queries.ladder_history(None) == []
