"""Where the keys of a store are, by an address of their own (密钥的地址): a file, a schema on a server, or memory."""

from pathlib import Path

from bzr_adapters.storage.keys.file import NoKeys, create_key_file, keys_in_memory, open_key_file
from bzr_adapters.storage.keys.tables import KeyTables
from bzr_domain.application.ports import StoreError

_FILE = "sqlite:///"
_SERVER = ("postgresql:", "postgres:")


def create_keys(address: str, store_id: str) -> None:
    """Make the keys of a store at an address where there are none; what is there stays as it is.

    Raises:
        NotAStore: When something else is there, or the keys of another store.
        StoreError: When the address is of no known form.
    """
    if address.startswith(_SERVER):
        from bzr_adapters.storage.postgres import keys as postgres_keys
        from bzr_adapters.storage.postgres.address import parse_postgres_address

        postgres_keys.create_keys(parse_postgres_address(address), store_id)
    elif address != "memory:":
        create_key_file(_find_file(address), store_id)


def open_keys(address: str, store_id: str) -> KeyTables | NoKeys:
    """Return the keys of a store at an address; where they are not there, what stands in their place. In memory they are new.

    Raises:
        NotAStore: When something else is there, or the keys of another store.
        StoreError: When the address is of no known form.
    """
    if address.startswith(_SERVER):
        from bzr_adapters.storage.postgres import keys as postgres_keys
        from bzr_adapters.storage.postgres.address import parse_postgres_address

        return postgres_keys.open_keys(parse_postgres_address(address), store_id)
    if address == "memory:":
        return keys_in_memory(store_id)
    return open_key_file(_find_file(address), store_id, is_before_keys=False)


def _find_file(address: str) -> Path:
    file = address.removeprefix(_FILE)
    if not address.startswith(_FILE) or not file:
        raise StoreError.of(
            "不认识密钥的地址;可用的有:sqlite:///文件 · postgresql://user@host/database?schema=NAME · memory:",
            "unknown address of keys; available: sqlite:///FILE · postgresql://user@host/database?schema=NAME · memory:",
            code="store.bad-address",
        )
    return Path(file)
