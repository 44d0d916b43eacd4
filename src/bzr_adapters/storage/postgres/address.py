"""The address of a store on a PostgreSQL server: `postgresql://user:password@host:port/database?schema=NAME`.

What PostgreSQL itself takes in an address is passed on to it as it is; `schema` and `keys` are ours.
"""

import re
from collections import Counter
from typing import NoReturn
from urllib.parse import parse_qsl, quote

import attrs
import psycopg
from psycopg.conninfo import conninfo_to_dict

from bzr_domain.application.ports import StoreError

DEFAULT_SCHEMA = "bzr"
_LONGEST = 58
"""PostgreSQL cuts a name after 63 bytes; the keys stand in a schema whose name is five longer."""
_FORM = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME"
# User and password, servers with their ports, and a database: no sign that parts an address stands in any of them.
_PLACE = re.compile(r"postgres(ql)?://([^@/]*@)?([^@/:,\[]*|\[[0-9a-fA-F:.]*\])(:\d*)?(,[^@/:,]*(:\d*)?)*(/[^@/]*)?")
_DEFAULTS = {
    "application_name": "bzr",
    "connect_timeout": "10",
    # A server that is gone without a word is noticed within a minute.
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}


@attrs.frozen(kw_only=True)
class PostgresAddress:
    """Where a store stands.

    Attributes:
        schema: Its schema, which it has for itself.
        parameters: What PostgreSQL is asked to connect with, the password among them: never to be shown.
        name: How the store is called in messages, without a password.
        keys: Where the keys of persons are kept, as the address says; empty where it says nothing.
    """

    schema: str
    parameters: dict[str, str] = attrs.field(repr=False)
    name: str
    keys: str = attrs.field(default="", repr=False)

    def place_keys(self) -> "PostgresAddress":
        """Where the keys are unless the address says otherwise: in a schema beside the store's."""
        schema = f"{self.schema}_keys"
        return attrs.evolve(self, schema=schema, name=f"{self.name}_keys", keys="")


def parse_postgres_address(url: str) -> PostgresAddress:
    """Read an address.

    Raises:
        StoreError: When it is none; what it says is not repeated, for a password may be in any part of it.
    """
    place, _, query = url.partition("?")
    options = parse_qsl(query, keep_blank_values=True)
    # A password that is not written as it has to be may stand anywhere, before an @ at the latest.
    if not _PLACE.fullmatch(place) or not all(name.isidentifier() for name, _ in options):
        _refuse_form()
    _demand_known_options(options)
    ours = {name: value for name, value in options if name in ("schema", "keys")}
    rest = "&".join(f"{quote(name)}={quote(value)}" for name, value in options if name not in ours)
    try:
        parameters = {name: str(value) for name, value in conninfo_to_dict(f"{place}?{rest}").items()}
    except (psycopg.ProgrammingError, UnicodeEncodeError):
        _refuse_form()
    schema = _check_schema(ours.get("schema", DEFAULT_SCHEMA))
    shown = f"{parameters.get('host', '')}{':' * ('port' in parameters)}{parameters.get('port', '')}/{parameters.get('dbname', '')}"
    user = f"{parameters['user']}@" if "user" in parameters else ""
    return PostgresAddress(
        schema=schema,
        parameters={**_DEFAULTS, **parameters, "client_encoding": "utf8"},
        name=f"postgresql://{user}{shown}?schema={schema}",
        keys=ours.get("keys", ""),
    )


def _demand_known_options(options: list[tuple[str, str]]) -> None:
    known = {"schema", "keys", *(option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults())}
    for name, times in Counter(name for name, _ in options).items():
        if name not in known:
            _refuse(f"不认识选项“{name}”", f"the option {name!r} is unknown")
        if times > 1:
            _refuse(f"选项“{name}”写了{times}次", f"the option {name!r} is given {times} times")


def _check_schema(schema: str) -> str:
    if not schema or "\0" in schema or schema.startswith("pg_") or schema == "information_schema":
        _refuse(f"“{schema}”不能用作schema的名称", f"{schema!r} cannot be the name of a schema")
    if len(schema.encode(errors="replace")) > _LONGEST:
        _refuse(f"schema的名称不能超过{_LONGEST}字节", f"the name of a schema has no more than {_LONGEST} bytes")
    return schema


def _refuse_form() -> NoReturn:
    _refuse(
        f"地址的写法应为{_FORM};密码里的特殊字符要写成%加两位十六进制数",
        f"it is written {_FORM}; a special character of a password is written as % and two hexadecimal digits",
    )


def _refuse(zh: str, en: str) -> NoReturn:
    raise StoreError.of(
        f"PostgreSQL地址有误:{zh}", f"a bad PostgreSQL address: {en}", code="store.bad-address"
    ) from None
