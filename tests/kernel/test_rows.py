import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.kernel import rows
from linli.people.models import Person
from tests.factories.towns import NOW, small_town


@pytest.mark.django_db
def test_a_row_stands_as_the_orm_would_write_it() -> None:
    from linli.notices.models import Letter

    town = small_town()
    words = {
        "entry_key": 7,
        "recipient_id": town.grid_worker.person_id,
        "subject": "灯坏了",
        "written_at": NOW,
    }
    ready = rows.Ready(Letter(**{**words, "recipient_id": None}))
    with CaptureQueriesContext(connection) as asked:
        letter = ready.insert(recipient_id=words["recipient_id"])
    assert len(asked) == 1
    assert not letter._state.adding
    plain = Letter.objects.get(pk=letter.pk)
    by_orm = Letter(**{**words, "entry_key": 8})
    by_orm.save()
    by_orm.refresh_from_db()
    for field in Letter._meta.concrete_fields:
        if field.attname not in ("id", "entry_key"):
            assert (
                getattr(plain, field.attname)
                == getattr(by_orm, field.attname)
                == getattr(letter, field.attname)
            )
    assert plain.recipient == town.grid_worker.person
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.Ready(Letter(**words)).insert()


@pytest.mark.django_db
def test_ciphertext_is_ready_before_it_is_written() -> None:
    ready = rows.Ready(Person(name="王小满", phone="13900001234"))
    ready.row.name = "李春燕"
    person = ready.insert()
    assert Person.objects.get(pk=person.pk).name == "王小满"
    assert Person.objects.get(pk=person.pk).phone == "13900001234"
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM people_person WHERE id = %s", [person.pk])
        assert "13900001234" not in cursor.fetchone()[0]
