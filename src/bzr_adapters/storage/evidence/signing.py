"""Keys that sign checkpoints (签名密钥): Ed25519, as PEM texts, so that other programs read them too."""

from typing import TYPE_CHECKING

from bzr_domain.kernel.messages import BzrError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_SIZE = 32


class BadKey(BzrError):
    """What was given as a key is none that signs or checks checkpoints."""

    code = "checkpoint.bad-key"


def make_key() -> bytes:
    """Return a new private key."""
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes(
        forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()
    )


def write_public_key(key: bytes) -> bytes:
    """Return the public key of a private one, to be given to whoever checks."""
    from cryptography.hazmat.primitives import serialization as forms

    return _read_private(key).public_key().public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)


def read_public_key(key: bytes) -> bytes:
    """Return the 32 bytes of a public key: a PEM text, or these very bytes.

    Raises:
        BadKey: When it is none.
    """
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(key) == KEY_SIZE:
        return key
    try:
        public = forms.load_pem_public_key(key)
    except ValueError as error:
        raise _bad_key() from error
    if not isinstance(public, Ed25519PublicKey):
        raise _bad_key()
    return public.public_bytes_raw()


def sign(key: bytes, body: bytes) -> bytes:
    """Return the signature of a private key, a PEM text or its 32 bytes, under some bytes.

    Raises:
        BadKey: When it is none.
    """
    return _read_private(key).sign(body)


def extract_public(key: bytes) -> bytes:
    """Return the 32 bytes of the public key of a private one.

    Raises:
        BadKey: When it is none.
    """
    return _read_private(key).public_key().public_bytes_raw()


def is_signed(public: bytes, body: bytes, signature: bytes) -> bool:
    """Return whether a signature under some bytes is that of a public key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
    except (InvalidSignature, ValueError):
        return False
    return True


def _read_private(key: bytes) -> "Ed25519PrivateKey":
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if len(key) == KEY_SIZE:
        return Ed25519PrivateKey.from_private_bytes(key)
    try:
        private = forms.load_pem_private_key(key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _bad_key() from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _bad_key()
    return private


def _bad_key() -> BadKey:
    return BadKey.of(
        "这不是签署或核对检查点的密钥(Ed25519,PEM 格式);用 bzr checkpoint --new-key 生成",
        "this is no key that signs or checks checkpoints (Ed25519, as PEM); make one with bzr checkpoint --new-key",
    )
