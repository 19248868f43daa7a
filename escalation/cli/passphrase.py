"""Secret files in a backup: encrypted under a passphrase (scrypt, AES-256-GCM), so that who has the backup
has not the secrets.
"""

from __future__ import annotations

import hashlib
import os

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SHORTEST = 10
_COST, _BLOCK, _LANES, _MEMORY = 2**15, 8, 1, 64 * 2**20  # a third of a second a guess
_WHAT = b"baton secret files 1"


class SealError(ValueError):
    """A passphrase that cannot be used or does not open the seal; ``str()`` says which."""


class _Sealed(msgspec.Struct, frozen=True):
    salt: bytes
    nonce: bytes
    data: bytes


def _key(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, n=_COST, r=_BLOCK, p=_LANES, maxmem=_MEMORY, dklen=32
    )


def seal(secrets: dict[str, str], passphrase: str) -> bytes:
    """The secrets by name, readable only with the passphrase. Raises :class:`SealError` for one that is too
    short.
    """
    if len(passphrase) < SHORTEST:
        raise SealError(f"The passphrase must have at least {SHORTEST} characters.")
    salt, nonce = os.urandom(16), os.urandom(12)
    data = AESGCM(_key(passphrase, salt)).encrypt(nonce, msgspec.json.encode(secrets), _WHAT)
    return msgspec.json.encode(_Sealed(salt, nonce, data))


def unseal(sealed: bytes, passphrase: str) -> dict[str, str]:
    """The secrets by name. Raises :class:`SealError` when the passphrase is another."""
    try:
        box = msgspec.json.decode(sealed, type=_Sealed)
        return msgspec.json.decode(
            AESGCM(_key(passphrase, box.salt)).decrypt(box.nonce, box.data, _WHAT), type=dict[str, str]
        )
    except (InvalidTag, msgspec.MsgspecError, ValueError):
        raise SealError("The passphrase does not open the secrets of this backup.") from None
