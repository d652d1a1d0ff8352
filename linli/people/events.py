"""What this room writes into the journal. The subject is the person, or the code that was sent to a number."""

from enum import StrEnum


class PersonEvent(StrEnum):
    REGISTERED = "people.registered"
    CHANGED = "people.changed"
    ACCOUNT_OPENED = "people.account_opened"
    ACCOUNT_CLOSED = "people.account_closed"
    ACCOUNT_REOPENED = "people.account_reopened"
    ACCOUNT_SET_UP = "people.account_set_up"
    PASSWORD_SET = "people.password_set"
    CONSENT_GIVEN = "people.consent_given"
    CONSENT_WITHDRAWN = "people.consent_withdrawn"
    NUMBER_SEEN = "people.number_seen"
    HOUSEHOLD_FOUNDED = "people.household_founded"
    MEMBER_ADDED = "people.member_added"
    MEMBER_LEFT = "people.member_left"
    REKEYED = "people.rekeyed"
    CODE_MADE = "people.code_made"
    CODE_USED = "people.code_used"
