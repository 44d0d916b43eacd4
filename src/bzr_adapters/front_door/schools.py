"""Several schools (多所学校), each in a store of its own, on this machine or on servers: one name finds each, one question asks all."""

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from os import PathLike
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self, TypeVar

import attrs

from bzr_adapters.front_door.arguments import check_type, read_text
from bzr_adapters.front_door.errors import BzrError, build_invalid, raises_ours
from bzr_adapters.front_door.errors import Problem as Fault
from bzr_adapters.front_door.open_school import tell_time
from bzr_adapters.front_door.school import School
from bzr_adapters.front_door.school_list import ListedSchool, SchoolList
from bzr_adapters.intake.toml_files import read_toml_text
from bzr_adapters.storage import StoreUnavailable
from bzr_adapters.storage.addresses import hide_password
from bzr_domain.kernel.messages import Lang, Message, Problem, UnknownReference
from bzr_domain.rulebook.toml_faults import load_toml

_Answer = TypeVar("_Answer")
_AT_ONCE = 8
"""How many schools are asked at a time."""
_FORM = Message('写成 [[school]] id = "一中" address = "sqlite:///一中.db"', 'write [[school]] id = "…" address = "…"')

_LISTED = re.compile(r"(?!\w\w+:)(.+?\.toml)#(.+)", re.DOTALL)
"""A file and a school that it lists; what begins with a scheme is an address."""


class Schools(Mapping[str, School]):
    """Schools by their names, each opened when it is first asked for, all closed together.

    A school's store can move to another server: only its address changes. No append spans two schools.
    """

    def __init__(
        self,
        addresses: Mapping[str, str] | PathLike[str],
        *,
        lang: Lang = "zh",
        retry: timedelta = timedelta(seconds=5),
        clock: Callable[[], datetime] = tell_time,
    ) -> None:
        """Take the addresses, or the file that lists them; nothing is opened yet.

        Args:
            addresses: Name → address of its store; or a TOML file with `[[school]]`, `id` and `address`.
            retry: As of `School.open`.
            clock: As of `School.open`.

        Raises:
            Invalid: When the file cannot be read, or does not say so.
        """
        check_type("addresses", addresses, Mapping, PathLike)
        self.lang = lang
        listed = _list_entries(addresses)
        problems = [entry for entry in listed if isinstance(entry, Problem)]
        if problems:
            raise build_invalid(problems, lang)
        self._addresses = dict(entry for entry in listed if not isinstance(entry, Problem))
        self._open: Callable[[str], School] = lambda address: School.open(address, lang=lang, retry=retry, clock=clock)
        self._opened: dict[str, School] = {}
        self._closed = False
        self._locks = {name: Lock() for name in self._addresses}

    def __getitem__(self, name: str) -> School:
        """Return the school of a name, opened.

        Raises:
            NotFound: When none bears the name, or there is no store at its address.
            StoreUnavailable: When its store cannot be reached.
        """
        address = self.address_of(name)
        with self._locks[name]:
            if name not in self._opened:
                self._opened[name] = self._open(address)
            return self._opened[name]

    def address_of(self, name: str) -> str:
        """Return the address of a school's store, as it is listed, with a password if there is one; nothing is opened.

        Raises:
            NotFound: When none bears the name.
        """
        self._demand_listed(read_text("name", name))
        return self._addresses[name]

    @raises_ours
    def _demand_listed(self, name: str) -> None:
        if self._closed:
            raise StoreUnavailable.of("这些学校已关闭", "the schools are closed")
        if name not in self._addresses:
            what = Message(f"没有登记学校“{name}”", f"no school {name!r} is listed")
            raise UnknownReference.among(what, name, self._addresses, code="schools.unknown")

    def __iter__(self) -> Iterator[str]:
        """The names, in the order listed."""
        return iter(self._addresses)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._addresses)

    def __contains__(self, name: object) -> bool:
        """Whether a school bears the name; nothing is opened."""
        return name in self._addresses

    def ask(self, question: Callable[[School], _Answer]) -> dict[str, _Answer | BzrError]:
        """Ask every school the same, several at a time; what one cannot answer, its error tells, and the others answer.

        A school that is not open yet is open for its question alone, so that the many on a server do not take up all its
        connections: an answer that goes on reading, such as `facts()`, has to be read within the question.

        Example: `schools.ask(lambda school: school.month("2024-09"))`.
        """

        def ask_one(name: str) -> _Answer | BzrError:
            try:
                address = self.address_of(name)
                if name in self._opened:
                    return question(self[name])
                with self._open(address) as school:
                    return question(school)
            except BzrError as error:
                return error

        with ThreadPoolExecutor(_AT_ONCE) as threads:
            return dict(zip(self, threads.map(ask_one, self), strict=True))

    def list_stores(self) -> SchoolList:
        """Return where each school's store is, whether it can be reached, and where it stands (学校清单), `bzr.schools/1`.

        One that moved away can still be read where it is listed, and is told as a problem: what is asked there grows old.
        """
        answers = self.ask(_look)
        return SchoolList(
            schools=tuple(_list_school(name, self._addresses[name], answer) for name, answer in answers.items()),
            lang=self.lang,
        )

    def close(self) -> None:
        """Close every school that was opened; closing twice is harmless."""
        self._closed = True
        for school in self._opened.values():
            school.close()

    def __enter__(self) -> Self:
        """Return itself; leaving closes them."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close them."""
        self.close()


def find_address(address: str, lang: Lang) -> str:
    """Return an address as it is; for `schools.toml#一中`, that of the school which the file lists under the name.

    Raises:
        NotFound: When the file lists none of that name.
        Invalid: When the file cannot be read.
    """
    listed = _LISTED.fullmatch(address)
    return address if listed is None else Schools(Path(listed[1]), lang=lang).address_of(listed[2])


def _look(school: School) -> ListedSchool:
    """Return where a school stands; what is listed of it is not known here."""
    head, moved = school.head(), school.moved_to()
    listed = ListedSchool(id="", address="", position=head, recorded_at=school.at(head).as_of if head else None)
    if not moved:
        return listed
    what = Message(f"已迁到{moved};请改清单里的地址", f"moved to {moved}: change the address in the list")
    return attrs.evolve(listed, problem=Fault(code="store.moved", at=(), expected="", text=what.in_(school.lang)))


def _list_school(name: str, address: str, answer: ListedSchool | BzrError) -> ListedSchool:
    if isinstance(answer, BzrError):
        problem = Fault(code=answer.code, at=(), expected="", text=answer.text(answer.lang))
        answer = ListedSchool(id="", address="", problem=problem)
    return attrs.evolve(answer, id=name, address=hide_password(address))


def _list_entries(addresses: Mapping[str, str] | PathLike[str]) -> list[tuple[str, str] | Problem]:
    if isinstance(addresses, Mapping):
        return [_read_entry({"id": name, "address": address}, "") for name, address in addresses.items()]
    path = Path(addresses)
    text = read_toml_text(path)
    if isinstance(text, Problem):
        return [text]
    tables = load_toml(text)
    if isinstance(tables, Problem):
        return [attrs.evolve(tables, code="schools.bad-entry", sheet=path.name)]
    listed = tables.get("school", [])
    entries = [_read_entry(entry, path.name) for entry in (listed if isinstance(listed, list) else [listed])]
    return [*entries, *_find_repeated(entries, path.name)]


def _read_entry(entry: Any, sheet: str) -> tuple[str, str] | Problem:
    fields = entry if isinstance(entry, Mapping) else {}
    name, address = fields.get("id"), fields.get("address")
    if set(fields) == {"id", "address"} and isinstance(name, str) and isinstance(address, str) and name and address:
        return name, address
    what = Message(
        "一所学校要写编号和存储地址,只写这两项", "a school has an id and the address of its store, and no more"
    )
    return Problem(code="schools.bad-entry", sheet=sheet, what=what, expected=_FORM)


def _find_repeated(entries: list[tuple[str, str] | Problem], sheet: str) -> Iterator[Problem]:
    names = [entry[0] for entry in entries if not isinstance(entry, Problem)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        what = Message(f"学校“{name}”写了两次", f"the school {name!r} is listed twice")
        yield Problem(code="schools.bad-entry", sheet=sheet, what=what)
