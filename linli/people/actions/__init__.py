"""The sentences of this room: people registered and changed, households, accounts, consents, numbers seen."""

from linli.people.actions.accounts import (
    BadPassword,
    HasAccount,
    UsernameTaken,
    close_account,
    open_account,
    reopen_account,
    set_password,
    set_up_account,
)
from linli.people.actions.consents import (
    AlreadyWithdrawn,
    NoPurpose,
    give_consent,
    withdraw_consent,
)
from linli.people.actions.households import (
    AlreadyMember,
    NotAHome,
    add_member,
    found_household,
    remove_member,
)
from linli.people.actions.persons import (
    CodeTaken,
    IdentityTaken,
    NoNumber,
    NoReason,
    change_person,
    register_person,
    rekey_people,
    see_number,
)

__all__ = [
    "AlreadyMember",
    "AlreadyWithdrawn",
    "BadPassword",
    "CodeTaken",
    "HasAccount",
    "IdentityTaken",
    "NoNumber",
    "NoPurpose",
    "NoReason",
    "NotAHome",
    "UsernameTaken",
    "add_member",
    "change_person",
    "close_account",
    "found_household",
    "give_consent",
    "open_account",
    "register_person",
    "rekey_people",
    "remove_member",
    "reopen_account",
    "see_number",
    "set_password",
    "set_up_account",
    "withdraw_consent",
]
