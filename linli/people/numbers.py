"""Phone and identity numbers: how they are written down, checked, masked, and taken out of free text. Pure.

Numbers are normalised before they are encrypted or looked up, so that 138-1234-5678 and +86 13812345678 are one.
PHONE, LAST4 and IDENTITY are the purposes under which their blind indexes are reckoned (``kernel.fields.blind``).
"""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal

PHONE = "phone"
LAST4 = "phone_last4"
IDENTITY = "identity"

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}|\d{7,8}|[48]00\d{7}|1\d{2}|1\d{4}|9[56]\d{3,4}")
_EXTENSION = re.compile(r"(?:转|-|#|,)(\d{1,6})$")

# One sign between two digits may be a space, a dot or any dash.
_GAP = r"[ \t.·\-‐-―]?"
_REDACTED = (
    (re.compile(rf"(?<!\d)(?:[1-9]{_GAP}(?:\d{_GAP}){{5}}(?:19|20)(?:{_GAP}\d){{9}}{_GAP}[\dXx])(?!\d)"), "[证件号]"),
    (re.compile(rf"(?<!\d)(?<!\d\.)(?:(?:\+|00)86{_GAP}|86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)"), "[电话]"),
    (re.compile(rf"(?<![\d.])[((]?0\d{{2,3}}[))]?{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)"), "[电话]"),
)  # fmt: skip

# ISO 7064 MOD 11-2, as GB 11643-1999 uses it.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


class BadPhone(Refusal):
    words = _("电话号码不对：手机号是 11 位，座机请带区号，例如 0833-2123456。")
    field = "phone"


class BadIdentity(Refusal):
    words = _("身份证号不对：请核对 18 位号码，最后一位可能是 X。")
    field = "identity"


def narrow(text: str) -> str:
    """Full-width digits and letters made ordinary ones."""
    return unicodedata.normalize("NFKC", text)


def normalise_phone(text: str) -> str:
    """Digits alone, an extension after "-": "+86 138-1234-5678" is "13812345678". "" stays "".

    Mobiles have 11 digits; landlines with or without area code, 400/800 and short service numbers are taken as they
    are. Raises BadPhone.
    """
    words = narrow(text).strip()
    if not words:
        return ""
    words = re.sub(r"[‐-―]", "-", words)
    plain = _plain_digits(words)
    if _fits(plain):
        return plain
    extension = _EXTENSION.search(words)
    if extension:
        front = _plain_digits(words[: extension.start()])
        if _LANDLINE.fullmatch(front) and len(front) >= 7:
            return f"{front}-{extension.group(1)}"
    raise BadPhone


def _plain_digits(words: str) -> str:
    plain = re.sub(r"[\s\-().·]", "", words)
    return re.sub(r"^(?:\+|00)86|^86(?=1[3-9]\d{9}$)", "", plain)


def _fits(digits: str) -> bool:
    return digits.isascii() and bool(_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits))


def normalise_identity(text: str) -> str:
    """The 18 signs of an identity number, X in capital; "" stays "". Raises BadIdentity.

    Checked: a birth date that exists and the check sign by ISO 7064 MOD 11-2 (GB 11643).
    """
    number = re.sub(r"[\s\-]", "", narrow(text)).upper()
    if not number:
        return ""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number) or born_on(number) is None:
        raise BadIdentity
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    if _CHECKS[total % 11] != number[-1]:
        raise BadIdentity
    return number


def born_on(identity: str) -> date | None:
    """The birth date within a normalised identity number, or None where there is none."""
    try:
        born = date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14]))
    except ValueError:
        return None
    return born if 1900 <= born.year <= 2100 else None


def last4(number: str) -> str:
    """The last four digits of a normalised number (an extension left out); "" for a shorter one."""
    digits = number.split("-", maxsplit=1)[0]
    return digits[-4:] if len(digits) >= 4 else ""


def mask_phone(number: str) -> str:
    """138****5678: enough to know a number again, not to call it. Short numbers of services stay as they are."""
    digits = number.split("-", maxsplit=1)[0]
    if len(digits) <= 6:
        return digits
    head = digits[:3] if len(digits) >= 10 else ""
    return f"{head}****{digits[-4:]}"


def mask_identity(number: str) -> str:
    """511***********123X: the first three and the last four signs."""
    if not number:
        return ""
    return f"{number[:3]}***********{number[-4:]}" if len(number) >= 15 else "****"


def redact(text: str) -> str:
    """``text`` with mobile, landline and identity numbers replaced by [电话] and [证件号].

    Numbers written with gaps or full-width digits are found too. Bare numbers of seven or eight digits stay: they
    are as often dates and amounts.
    """
    # Full-width digits only: NFKC of the whole text would change its punctuation too.
    plain = text.translate(_FULL_WIDTH)
    for pattern, instead in _REDACTED:
        plain = pattern.sub(instead, plain)
    return plain


_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF38: "X", 0xFF58: "x", 0xFF0B: "+"}
