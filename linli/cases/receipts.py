"""Receipt numbers and query codes: given out without a shared counter, said easily over the phone."""

import secrets
from datetime import datetime

from django.utils import timezone

from linli.kernel import fields, ids

RANDOM_DIGITS = 7  # ten million a day; a clash is found by the database and tried anew
CODE_LENGTH = 8
_PURPOSE = "cases.query"


def new_receipt(at: datetime) -> str:
    """Six digits of the day (Shanghai), seven at random, one that checks them: 260305 4829137 5, without spaces."""
    day = timezone.localtime(at).strftime("%y%m%d")
    digits = day + "".join(secrets.choice("0123456789") for _ in range(RANDOM_DIGITS))
    return digits + ids.check_digit(digits)


def normalised(typed: str) -> str:
    """The bare digits of a receipt as somebody typed it (spaces, dashes, full-width digits), or "" when its check digit
    says that it was mistyped.
    """
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    return digits if len(digits) == 6 + RANDOM_DIGITS + 1 and ids.digits_agree(digits) else ""


def shown(receipt: str) -> str:
    """The receipt in groups that can be read aloud: 260305 4829 1375."""
    return f"{receipt[:6]} {receipt[6:10]} {receipt[10:]}".strip()


def new_code() -> str:
    return ids.unguessable(CODE_LENGTH)


def code_blind(code: str) -> str:
    return fields.blind(code, _PURPOSE)


def code_agrees(typed: str, blind: str) -> bool:
    """Is ``typed`` (any case, spaces and dashes allowed) the code whose blind index was kept?"""
    bare = "".join(sign for sign in typed.upper() if sign.isalnum())
    if not bare:
        return False
    return any(secrets.compare_digest(one, blind) for one in fields.blinds(bare, _PURPOSE))
