from datetime import timedelta

import pytest

from linli.kernel.actor import RESIDENT, Actor, ActorKind
from linli.kernel.refusals import NotFound
from linli.notices import actions, queries
from linli.notices.models import Letter
from linli.people.models import Person
from tests.factories.towns import NOW, make_person

pytestmark = pytest.mark.django_db


def reader(person: Person) -> Actor:
    return Actor(ActorKind.PERSON, label=person.name, person_id=person.pk)


def write(*people: Person, entry_key: int = 1, **extra: str) -> int:
    subject = extra.pop("subject", "新派来一件:楼道灯不亮")
    recipients = [person.pk for person in people]
    return actions.write_letters(
        entry_key=entry_key, recipients=recipients, subject=subject, now=NOW, **extra
    )


def test_each_recipient_gets_one_letter() -> None:
    ann, ben = make_person("王小满"), make_person("李春燕")
    assert write(ann, ben, ann, body="柳岸花园3栋2单元", link="/cases/7") == 2
    letter = Letter.objects.get(recipient=ann)
    assert (letter.subject, letter.body, letter.link) == (
        "新派来一件:楼道灯不亮",
        "柳岸花园3栋2单元",
        "/cases/7",
    )
    assert letter.written_at == NOW and letter.read_at is None


def test_a_reaction_that_runs_again_writes_nothing_twice() -> None:
    ann, ben = make_person("王小满"), make_person("李春燕")
    write(ann)
    assert write(ann, ben, subject="改了") == 1
    assert Letter.objects.get(recipient=ann).subject == "新派来一件:楼道灯不亮"
    assert write(ann, entry_key=2) == 1
    assert Letter.objects.count() == 3


def test_nobody_to_write_to() -> None:
    assert write() == 0


def test_a_long_subject_is_cut() -> None:
    ann = make_person("王小满")
    write(ann, subject="灯" * 500)
    assert len(Letter.objects.get().subject) == 120


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\x.example"]
)
def test_a_letter_leads_nowhere_else(link: str) -> None:
    with pytest.raises(ValueError, match="only to this site"):
        write(make_person("王小满"), link=link)


def test_marking_read_keeps_the_first_time() -> None:
    ann = make_person("王小满")
    write(ann)
    letter = Letter.objects.get()
    assert actions.mark_read(letter_id=letter.pk, by=reader(ann), now=NOW).read_at == NOW
    later = NOW + timedelta(hours=1)
    assert actions.mark_read(letter_id=letter.pk, by=reader(ann), now=later).read_at == NOW


def test_a_stranger_can_neither_see_nor_mark_a_letter() -> None:
    ann, stranger = make_person("王小满"), make_person("赵立秋")
    write(ann)
    letter = Letter.objects.get()
    for actor in (reader(stranger), RESIDENT, Actor(ActorKind.SERVICE)):
        with pytest.raises(NotFound):
            actions.mark_read(letter_id=letter.pk, by=actor, now=NOW)
        assert actions.mark_all_read(by=actor, now=NOW) == 0
        assert queries.inbox(actor).rows == []
        assert queries.unread_count(actor) == 0
    letter.refresh_from_db()
    assert letter.read_at is None


def test_a_letter_that_is_not_there() -> None:
    with pytest.raises(NotFound):
        actions.mark_read(letter_id=999, by=reader(make_person("王小满")), now=NOW)


def test_marking_all_read_touches_only_ones_own() -> None:
    ann, ben = make_person("王小满"), make_person("李春燕")
    for key in (1, 2):
        write(ann, ben, entry_key=key)
    assert actions.mark_all_read(by=reader(ann), now=NOW) == 2
    assert actions.mark_all_read(by=reader(ann), now=NOW) == 0
    assert queries.unread_count(reader(ann)) == 0
    assert queries.unread_count(reader(ben)) == 2


def test_unread_letters_stand_first_and_every_letter_is_met_once() -> None:
    ann = make_person("王小满")
    for key in range(70):
        write(ann, entry_key=key)
    keys = list(Letter.objects.order_by("id").values_list("pk", flat=True))
    was_read = set(keys[40:])
    Letter.objects.filter(pk__in=was_read).update(read_at=NOW)
    seen: list[int] = []
    after, sizes = "", []
    while True:
        part = queries.inbox(reader(ann), after)
        seen += [letter.pk for letter in part.rows]
        sizes.append(len(part.rows))
        after = part.next
        if not after:
            break
    assert sizes == [25, 25, 20]
    assert seen == [*reversed(keys[:40]), *reversed(keys[40:])]


def test_a_full_last_page_has_no_next() -> None:
    ann = make_person("王小满")
    for key in range(25):
        write(ann, entry_key=key)
    assert queries.inbox(reader(ann)).next == ""


@pytest.mark.parametrize("after", ["x", "u", "u-1", "r²", "u" + "9" * 40, "'; --"])
def test_a_spoilt_address_shows_the_first_page(after: str) -> None:
    ann = make_person("王小满")
    write(ann)
    assert len(queries.inbox(reader(ann), after).rows) == 1
