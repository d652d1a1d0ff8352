"""How a case is carried, as a test says it. The street's desk holds it; it came from the community's."""

from linli.cases import actions
from linli.cases.states import Verb
from linli.organisations.models import Seat
from tests.cases.says.shape import Say
from tests.factories.cases import Scene
from tests.factories.towns import make_role


def _below_the_county(scene: Scene, key: int) -> int:
    """With a desk above the street's, where there is none yet."""
    if not Seat.objects.filter(body=scene.town.government).exists():
        role = make_role("county-desk", ["cases.work"], rung=5, is_desk=True)
        Seat.objects.create(body=scene.town.government, role=role, area=scene.town.county, name="县受理中心")
    return key


SAYS: dict[Verb, Say] = {
    Verb.HAND_UP: lambda s, key, by, now: actions.hand_up(
        case_id=_below_the_county(s, key), reason="要上面协调", by=by, now=now
    ),
    Verb.HAND_DOWN: lambda s, key, by, now: actions.hand_down(
        case_id=key, to_seat_id=s.town.grid_seat.pk, reason="网格上门", by=by, now=now
    ),
    Verb.HAND_OVER: lambda s, key, by, now: actions.hand_over(
        case_id=key, to_seat_id=s.department_desk.pk, reason="属部门职责", by=by, now=now
    ),
    Verb.PULL_BACK: lambda s, key, by, now: actions.pull_back(case_id=key, reason="派错了", by=by, now=now),
}
OFFERS = {
    Verb.HAND_UP: "hand_up",
    Verb.HAND_DOWN: "hand_down",
    Verb.HAND_OVER: "hand_over",
    Verb.PULL_BACK: "pull_back",
}
