"""The address of a persistence module: what it imports, what it makes, what it says no to, and what it never shows."""

from pathlib import Path
from uuid import uuid4

import pytest
from eventsourcing.persistence import InfrastructureFactory, StoredEvent

from bzr_adapters.storage import NotAStore, StoreError, StoreUnavailable, create_store, open_store, register_store
from bzr_adapters.storage.errors import StoreBusy
from bzr_adapters.storage.library.address import LibraryAddress, _parse_address
from bzr_adapters.storage.library.rows import hide_secrets
from tests.adapters.storage.writing import add, batch, everything

SQLITE = "eventsourcing:eventsourcing.sqlite?SQLITE_DBNAME="
ALCHEMY = "eventsourcing:eventsourcing_sqlalchemy?SQLALCHEMY_URL="


@pytest.mark.parametrize("address", [SQLITE, f"{ALCHEMY}sqlite:///"], ids=["sqlite", "sqlalchemy"])
def test_an_address_opens_what_it_created(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made where a store is opened that is not there; what was created is found again, and stays as it is."""
    monkeypatch.chdir(tmp_path)
    address = f"{address}bzr.db"
    with pytest.raises(NotAStore, match="那里还没有存储;用bzr setup新建"):
        open_store(address)
    assert not list(tmp_path.iterdir())
    log = create_store(address)
    add(log, batch("a", "1"))
    log.close()

    create_store(address).close()
    log = open_store(address)

    assert (address, 1) == (log.name, len(everything(log.read_all())))
    log.close()
    with pytest.raises(StoreUnavailable, match="关闭"):
        log.last_position()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3", b"a text of somebody " * 99])
@pytest.mark.parametrize("address", [SQLITE, f"{ALCHEMY}sqlite:///"], ids=["sqlite", "sqlalchemy"])
def test_a_file_of_something_else_is_left_alone(address: str, content: bytes, tmp_path: Path) -> None:
    """Opened or created: not a byte of it changes, and nothing appears beside it."""
    path = tmp_path / "other.db"
    path.write_bytes(content)

    for use in (open_store, create_store) if content else (open_store,):
        with pytest.raises(NotAStore):
            use(f"{address}{path}")

    assert [path] == list(tmp_path.iterdir())
    assert content == path.read_bytes()


def test_a_store_of_another_application_of_the_library_is_left_alone(tmp_path: Path) -> None:
    """Its table has the same name; none of its rows is ours."""
    path = tmp_path / "other.db"
    with InfrastructureFactory.construct(
        {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
    ) as factory:
        recorder = factory.application_recorder()
        recorder.insert_events([StoredEvent(uuid4(), 1, "other", b"")])

        for use in (open_store, create_store):
            with pytest.raises(NotAStore, match="没有本程序的存储;什么都没有动"):
                use(f"{SQLITE}{path}")

        assert 1 == recorder.max_notification_id()
        factory.close()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("eventsourcing:", "要写成eventsourcing:模块"),
        ("eventsourcing:../bzr?A=1", "要写成eventsourcing:模块"),
        ("eventsourcing:json", r"eventsourcing:json不能用作存储.*Found 0 infrastructure factory classes"),
        ("eventsourcing:no_such_module.at_all", "No module named 'no_such_module'"),
        ("eventsourcing:eventsourcing.sqlite", "模块eventsourcing.sqlite|SQLITE_DBNAME"),
        ("eventsourcing:eventsourcing_sqlalchemy", "要有设置SQLALCHEMY_URL"),
        ("eventsourcing:eventsourcing.popo?SQLITE_DBNAME=x", "没有设置SQLITE_DBNAME"),
        (f"{SQLITE}x.db&SQLITE_LOCK_TIMEOUTS=5", "没有设置SQLITE_LOCK_TIMEOUTS;是不是“SQLITE_LOCK_TIMEOUT”"),
        (f"{SQLITE}x.db&CIPHER_TOPIC=eventsourcing.cipher:AESCipher", "没有设置CIPHER_TOPIC"),
        (f"{SQLITE}x.db&SQLITE_LOCK_TIMEOUT=soon", "不能用作存储.*SQLITE_LOCK_TIMEOUT"),
        (f"{SQLITE}x.db&SQLITE_DBNAME=y.db", "只写一次"),
        (f"{SQLITE}x.db&CREATE", "要写成“名称=值”"),
        (f"{SQLITE}x.db&PERSISTENCE_MODULE=json", "不能用设置PERSISTENCE_MODULE"),
        (f"{SQLITE}x.db&POSTGRES_ENABLE_DB_FUNCTIONS=n", "不能用设置POSTGRES_ENABLE_DB_FUNCTIONS"),
        (f"{ALCHEMY}sqlite:///x.db&SQLALCHEMY_SCOPED_SESSION_TOPIC=a:b", "何时提交"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(
    address: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One answer, and nothing is made."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(StoreError, match=told) as raised:
        create_store(address)

    assert "store.bad-address" == raised.value.code
    assert not list(tmp_path.iterdir())


def test_a_module_that_ends_the_program_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it does when it is imported, the answer is a StoreError."""
    (tmp_path / "leaving_module.py").write_text("raise SystemExit(0)")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(StoreError, match="leaving_module不能用作存储"):
        create_store("eventsourcing:leaving_module")


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ("POSTGRES_DBNAME=bzr&POSTGRES_PASSWORD=hunter22", "POSTGRES_DBNAME=bzr&POSTGRES_PASSWORD=…"),
        ("SQLALCHEMY_URL=postgresql+psycopg://li:hunter22@db/bzr", "SQLALCHEMY_URL=postgresql+psycopg://…@db/bzr"),
        (
            "SQLALCHEMY_URL=postgresql://li:a%253F%2540hunter22@db/bzr?x=hunter22",
            "SQLALCHEMY_URL=postgresql://…@db/bzr",
        ),
        ("SQLALCHEMY_URL=postgresql://db/bzr?password=hunter22", "SQLALCHEMY_URL=postgresql://db/bzr"),
        ("SQLALCHEMY_URL=li:hunter22@db", "SQLALCHEMY_URL=…@db"),
        ("TOKEN=hunter22", "TOKEN=…"),
    ],
)
def test_a_secret_is_never_shown(settings: str, shown: str) -> None:
    """Neither in the name of the store nor where a module repeats it in an error."""
    address = _parse_address(f"eventsourcing:m?{settings}")

    assert f"eventsourcing:m?{shown}" == address.name
    assert "hunter22" not in hide_secrets("cannot connect with hunter22, a?@hunter22", address.secrets)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    """As a store that is not available; the module's own words are kept."""
    url = "postgresql+psycopg://li:hunter22@127.0.0.1:1/bzr"

    with pytest.raises(StoreError, match=r"…@127\.0\.0\.1:1/bzr.*OperationalError") as raised:
        open_store(f"{ALCHEMY}{url}")

    assert "hunter22" not in str(raised.value)
    assert not isinstance(raised.value, NotAStore | StoreBusy)


def test_a_store_is_called_by_what_may_be_shown(tmp_path: Path) -> None:
    """What it is called in messages leaves out what can be secret."""
    log = create_store(f"{SQLITE}{tmp_path / 'bzr.db'}&SQLITE_LOCK_TIMEOUT=30")

    assert f"{SQLITE}{tmp_path / 'bzr.db'}&SQLITE_LOCK_TIMEOUT=…" == log.name
    log.close()


def test_nobody_takes_the_place_of_the_address() -> None:
    """The scheme is one of ours."""
    with pytest.raises(StoreError, match="不能用作自定存储的地址"):
        register_store("eventsourcing", LibraryAddress)
