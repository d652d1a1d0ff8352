"""Encrypted fields and blind indexes.

A ciphertext is ``key id.base64(nonce + AES-256-GCM)``; a blind index is ``key id.hex(HMAC-SHA-256)``. Both carry the
id of their key, so that keys can be changed while old values stay readable. Keys come from LINLI_KEYS, newest first.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


class UnknownKey(Exception):
    """The key that encrypted this value is not among LINLI_KEYS."""


class SpoiltCiphertext(Exception):
    """The value was changed since it was encrypted, or was never encrypted."""


@lru_cache(maxsize=8)
def _keys(spec: str) -> dict[str, bytes]:
    """Read ``id:base64[,id:base64…]``. Raises ValueError on a malformed or short key."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (piece.strip() for piece in spec.split(","))):
        key_id, _, encoded = part.partition(":")
        secret = base64.urlsafe_b64decode(encoded)
        if not key_id or "." in key_id or len(secret) < 32:
            raise ValueError("LINLI_KEYS: each key is id:base64 of at least 32 bytes, ids without dots")
        keys[key_id] = secret
    if not keys:
        raise ValueError("LINLI_KEYS is empty")
    return keys


def keys() -> dict[str, bytes]:
    """Keys by id; the first one encrypts, all decrypt."""
    return _keys(settings.LINLI_KEYS)


def _derive(secret: bytes, purpose: str) -> bytes:
    return hmac.digest(secret, purpose.encode(), hashlib.sha256)


def encrypt(plain: str, purpose: str = "field") -> str:
    key_id, secret = next(iter(keys().items()))
    nonce = os.urandom(12)
    sealed = AESGCM(_derive(secret, purpose)).encrypt(nonce, plain.encode(), key_id.encode())
    return f"{key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(token: str, purpose: str = "field") -> str:
    """Raises UnknownKey or SpoiltCiphertext."""
    key_id, _, body = token.partition(".")
    secret = keys().get(key_id)
    if secret is None:
        raise UnknownKey(key_id)
    try:
        raw = base64.urlsafe_b64decode(body)
        return AESGCM(_derive(secret, purpose)).decrypt(raw[:12], raw[12:], key_id.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SpoiltCiphertext(key_id) from error


def blind(value: str, purpose: str) -> str:
    """The blind index of ``value`` under the newest key; "" for an empty value. Normalise before calling."""
    return blinds(value, purpose)[0] if value else ""


def blinds(value: str, purpose: str) -> list[str]:
    """The blind index under every key, newest first: look up with ``__in``."""
    return [
        f"{key_id}.{hmac.digest(_derive(secret, purpose), value.encode(), hashlib.sha256).hex()[:40]}"
        for key_id, secret in keys().items()
    ]


class EncryptedField(_TextField):
    """Text that is ciphertext in the database and plain in Python. It cannot be searched: keep a blind index beside it."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(value) if value else value

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return decrypt(value) if value else value
