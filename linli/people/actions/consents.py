"""The grounds on which a person's data are kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.people import queries, rules
from linli.people.events import PersonEvent
from linli.people.models import Basis, Consent, Person


class AlreadyWithdrawn(Refusal):
    words = _("这项同意已经撤回。")


class NoPurpose(Refusal):
    words = _("请写清楚同意的用途。")
    field = "purpose"


@transaction.atomic
def give_consent(
    *,
    person: Person,
    purpose: str,
    by: Actor,
    now: datetime,
    basis: str = Basis.CONSENT,
    words: str = "",
    is_separate: bool = False,
    how: str = "",
) -> Consent:
    """The ground for one purpose (PIPL 13); ``is_separate`` where the law wants a separate consent (PIPL 29).

    A consent for the same purpose that stands is returned as it is. Raises NoPurpose, NotAllowed.
    """
    person = queries.locked(person.pk)
    require(rules.can_edit(by, person) or by.person_id == person.pk)
    purpose = purpose.strip()[:60]
    if not purpose:
        raise NoPurpose
    standing = Consent.objects.filter(
        person=person, purpose=purpose, basis=basis, is_separate=is_separate, withdrawn_at__isnull=True
    ).first()
    if standing is not None:
        return standing
    consent = Consent.objects.create(
        person=person,
        purpose=purpose,
        basis=Basis(basis),
        words=words.strip(),
        is_separate=is_separate,
        given_at=now,
        given_how=how.strip()[:40],
    )
    journal.write(person, PersonEvent.CONSENT_GIVEN, by=by, at=now, consent=consent.pk, basis=consent.basis)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Actor, now: datetime) -> Consent:
    """Withdrawn as easily as given (PIPL 15): the row stays, with its end. Raises AlreadyWithdrawn, NotAllowed."""
    consent = (
        Consent.objects.select_for_update(of=("self",)).select_related("person__home").get(pk=consent.pk)
    )
    require(rules.can_edit(by, consent.person) or by.person_id == consent.person_id)
    if consent.withdrawn_at is not None:
        raise AlreadyWithdrawn
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    journal.write(consent.person, PersonEvent.CONSENT_WITHDRAWN, by=by, at=now, consent=consent.pk)
    return consent
