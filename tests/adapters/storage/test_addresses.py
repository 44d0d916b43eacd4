"""Addresses of stores: what may be shown of them."""

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage.addresses import hide_password

SECRETS = st.text("XYZ@:/?&=#%", min_size=1).map(lambda text: f"Q{text}Q")


@given(secret=SECRETS)
def test_no_password_of_an_address_is_shown(secret: str) -> None:
    """Whatever it is made of, quoted or not; who, where and which school stay to be read."""
    shown = hide_password(f"postgresql://office:{secret}@host:5432/db?schema=middle")

    assert "postgresql://office:…@host:5432/db?schema=middle" == shown
    assert shown == hide_password(f"postgresql://office:{quote(secret, safe='')}@host:5432/db?schema=middle")


@given(secret=SECRETS, key=st.sampled_from(["password", "POSTGRES_PASSWORD", "keys", "client_secret"]))
def test_no_secret_among_the_settings_is_shown(secret: str, key: str) -> None:
    """Whatever setting it is of, and wherever it stands."""
    shown = hide_password(f"eventsourcing:module?HOST=h&{key}={quote(secret, safe='')}&PORT=1")

    assert f"eventsourcing:module?HOST=h&{key}=…&PORT=1" == shown
