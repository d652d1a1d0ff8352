"""Ids that people say aloud and codes that nobody guesses."""

import secrets

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: each letter can be told from every other, printed small or read aloud.
SAYABLE = "34679ACDEFGHJKMNPQRTWXY"

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2), (7, 0, 9, 2, 1, 5, 4, 8, 6, 3), (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6), (6, 1, 2, 3, 0, 4, 5, 9, 7, 8), (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4), (8, 9, 4, 5, 3, 6, 2, 0, 1, 7), (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)  # fmt: skip


def unguessable(length: int) -> str:
    """A random code of ``length`` letters from SAYABLE (4.5 bits each)."""
    return "".join(secrets.choice(SAYABLE) for _ in range(length))


def check_digit(digits: str) -> str:
    """The Damm check digit of ``digits``: finds every wrong digit and every swap of neighbours."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def digits_agree(digits: str) -> bool:
    """Does the last digit check the others?"""
    return digits.isdecimal() and len(digits) > 1 and check_digit(digits[:-1]) == digits[-1]
