"""The small town with what pages need besides: three matters, a door code, people who can sign in."""

from datetime import datetime

from linli.catalogue import queries as catalogue
from linli.catalogue.models import Category, LeadKind, Matter
from linli.people.models import Account
from linli.places.models import DoorCode, DoorCodeKind
from tests.factories.towns import LONG_AGO, Town, small_town

LIFT = "二单元电梯停了,从昨晚开始,老人下不了楼。"  # led by the property company
LAMP = "门口路灯不亮,晚上看不见。"  # led by the street, reviewed
DUMPLINGS = "好的好的好的。"  # no matter in it
DOOR_CODE = "ACDE34679HJK"

_LIMITS = {
    "ordinary": {"sign": ["always", 120], "contact": ["always", 1440], "finish": ["always", 7 * 1440]},
}
_MATTERS = (
    ("lift", "电梯故障", ["电梯停了", "电梯"], LeadKind.PROPERTY, False),
    ("hall", "楼道清扫", ["楼道脏"], LeadKind.COMMUNITY, False),
    ("lamp", "路灯不亮", ["路灯不亮"], LeadKind.STREET, True),
)


def town_with_matters() -> Town:
    town = small_town()
    branch = Category.objects.create(code="01", name="房屋与环境", level=1)
    for code, name, words, lead, needs_review in _MATTERS:
        Matter.objects.create(
            code=code,
            name=name,
            category=branch,
            words=words,
            lead=lead,
            needs_review=needs_review,
            limits=_LIMITS,
            valid_from=LONG_AGO,
        )
    catalogue.forget()
    return town


def hang_door_code(town: Town, *, made_at: datetime) -> DoorCode:
    """The code at the entrance of the town's one unit."""
    return DoorCode.objects.create(
        code=DOOR_CODE, kind=DoorCodeKind.UNIT, place=town.unit, label="单元门", made_at=made_at
    )


def give_passwords(password: str) -> None:
    """One hash for all accounts: hashing is slow on purpose."""
    first = Account(username="")
    first.set_password(password)
    Account.objects.update(password=first.password)
