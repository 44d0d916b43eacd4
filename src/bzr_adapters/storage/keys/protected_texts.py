"""How a protected text is written (受保护的文字): its mark, its ciphertext, and what is shown where it cannot be."""

import base64
import hmac
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec

from bzr_adapters.storage.stored_forms import BadForm
from bzr_domain.kernel.look_alikes import unify_person_name

MARK = b'"\\/'
"""What a protected text begins with, its quotation mark included."""
TEXT_MARK = "\\/"
"""What a protected text begins with where it is no JSON."""
_SEALED_NAME = re.compile(r"\\/n[a-z2-7]{16}")
_LABELS = {"restricted": "限制显示", "erased": "已删除", "missing": "密钥缺失"}
ERASED = f"{_LABELS['erased']}#"
"""What the label in the place of an erased name begins with."""
_ENCODE = msgspec.json.Encoder(order="sorted").encode


def is_sealed_name(text: str) -> bool:
    """Return whether a text is a person's name as it is stored where there is no JSON."""
    return _SEALED_NAME.fullmatch(text) is not None


def is_label(text: str) -> bool:
    """Return whether a text reads as one that is shown no more: erased, restricted, or without its key."""
    return text.startswith(tuple(_LABELS.values()))


def normalize_form(name: str) -> str:
    """Return the one form of a name, in which its spellings are alike: the one that the register compares."""
    return unify_person_name(name)


def make_label(state: str, token: str) -> str:
    """Return what is shown in the place of a text that is not: why, and the end of its pseudonym, in which each differs.

    >>> make_label("erased", "nabcdefghijklmnop")
    '已删除#ijklmnop'
    """
    return f"{_LABELS[state]}#{token[-8:]}"


def encrypt(key: bytes, text: str, place: tuple[object, ...]) -> str:
    """Return the ciphertext of a text (AES-GCM), bound to its place."""
    # Each key is used for one text, and so for one nonce.
    return base64.urlsafe_b64encode(_cipher()(key).encrypt(_NONCE, text.encode(), _bind(place))).decode()


def decrypt(key: bytes, cipher: str, place: tuple[object, ...]) -> str:
    """Return the text of a ciphertext.

    Raises:
        BadForm: When it was changed, or stands at another place than it was written for.
    """
    try:
        return str(_cipher()(key).decrypt(_NONCE, base64.urlsafe_b64decode(cipher), _bind(place)), "utf-8")
    except Exception as error:  # whatever the library says of bytes that are not its own
        raise BadForm.of(
            "密文不属于这一条,或被改动", "its ciphertext was changed, or belongs to another place"
        ) from error


_NONCE = bytes(12)
_ID_BYTES = 10


@cache
def _cipher() -> Callable[[bytes], Any]:
    # Slow to import: only who reads or writes free texts needs it.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM


def _bind(place: tuple[object, ...]) -> bytes:
    return _ENCODE(place)


def quote_token(token: str) -> bytes:
    """Return the JSON of a protected text."""
    return b'%b%b"' % (MARK, token.encode())


def make_pseudonym(salt: bytes, owner: str, name: str, subject: str) -> str:
    """Return what the pseudonym of a name (假名) ends with: it tells nothing without the salt, and with it no other name has the same.

    Events bear it under their chain, so that a name exchanged in the keys fits its pseudonym no more.

    Args:
        salt: Bytes of chance, kept with the keys until the name is erased.
        owner, name, subject: As the keys have them; `subject` is empty where it is this pseudonym itself.
    """
    digest = hmac.digest(salt, _bind((owner, name, subject)), "sha256")
    return write_id(int.from_bytes(digest[:_ID_BYTES]))


def write_id(number: int) -> str:
    """Return 16 letters and digits for a number of 80 bits."""
    return base64.b32encode(number.to_bytes(_ID_BYTES)).decode().lower()
