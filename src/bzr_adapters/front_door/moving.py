"""Move a school's store, or copy it (搬迁与备份): everything at the place it had, and both stores asked the same afterwards."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from bzr_adapters.documents.moving import CopiedStore, backup_document, copy_sheet, migrate_document
from bzr_adapters.documents.output import UnwritableFile, check_target
from bzr_adapters.front_door.answers import Past
from bzr_adapters.front_door.errors import BzrError
from bzr_adapters.front_door.json_text import write_json
from bzr_adapters.front_door.open_school import OpenSchool
from bzr_adapters.front_door.results import Report
from bzr_adapters.front_door.values import Document
from bzr_adapters.storage import StoreError, StoreUnavailable, create_store, open_store
from bzr_adapters.storage.keys.file import find_key_path
from bzr_adapters.storage.store import RecorderStore
from bzr_adapters.storage.transfer import copy_store, demand_empty, digest_content
from bzr_domain.application.ports import EventLog
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import parse_month


def migrate_school(school: OpenSchool, address: str, head: Mapping[str, Any], *, keep: bool) -> Report:
    """Copy the store to an address, prove both equal, and let nothing be appended to the one left behind.

    Raises:
        StoreError: When there is a store with events at the address, or the two are not equal; then the store goes on.
    """
    # Asked before it is held, as it may be the store itself.
    _demand_empty(address)
    with _hold(school.log):
        copied = _copy(school, address)
        closed = not keep and isinstance(school.log, RecorderStore)
        if closed and isinstance(school.log, RecorderStore):
            with school.log.recorder.writing() as transaction:
                transaction.mark_moved(copied.copy)
    document = migrate_document(copied, head["as_of"], closed=closed)
    return _report(document, head, Message("搬迁", "migration"))


def back_up_school(school: OpenSchool, file: Path, keys: Path | None, head: Mapping[str, Any]) -> Report:
    """Copy the store and its keys into new files, read them again and prove both equal; each appears whole or not at all.

    The keys go beside the copy unless another file is said for them.

    Raises:
        UnwritableFile: When one of the files is there already, or cannot be written.
    """
    beside = keys or find_key_path(file)
    if beside.resolve() == file.resolve():
        raise UnwritableFile.of(
            f"备份和密钥要写到两个文件,不能都是“{file}”",
            f"the backup and its keys are two files: both cannot be {file}",
            code="file.exists",
        )
    for target in (file, beside):
        _demand_new(target)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder, _hold(school.log):
        copy = Path(folder) / file.name
        copied = _copy(school, f"sqlite:///{copy}")
        # The keys come first: a copy of the store alone is not whole.
        shutil.move(find_key_path(copy), beside)
        copy.rename(file)
    document = backup_document(attrs.evolve(copied, copy=str(file)), head["as_of"], str(beside))
    return _report(document, head, Message("备份", "backup"))


def _demand_empty(address: str) -> None:
    target = create_store(address)
    try:
        demand_empty(target)
    finally:
        target.close()


def _demand_new(file: Path) -> None:
    if file.exists():
        raise UnwritableFile.of(
            f"“{file}”已经有了;备份不覆盖任何文件,换一个文件名",
            f"{file} is there already: a backup replaces no file, use another name",
            code="file.exists",
        )
    check_target(file)


@contextmanager
def _hold(log: EventLog) -> Iterator[None]:
    """Keep every writer out of a store, brought up to date first; one that cannot be written to is read as it is."""
    with ExitStack() as held:
        with suppress(StoreUnavailable):
            if isinstance(log, RecorderStore):
                log.recorder.prepare()
            held.enter_context(log.hold())
        yield


def _report(document: dict[str, Any], head: Mapping[str, Any], name: Message) -> Report:
    return Report(
        **head,
        ok=True,
        rows=(document,),
        problems=(),
        changed=True,
        build_document=lambda: document,
        build_table=partial(copy_sheet, document, name, head["lang"]),
    )


def _copy(school: OpenSchool, address: str) -> CopiedStore:
    """Copy a store that is held to an address; open the copy as anybody would, and demand that both say the same."""
    target = create_store(address)
    try:
        copy_store(school.log, target, school.show_progress(Message("复制", "copying")))
    finally:
        target.close()
    target = open_store(address)
    try:
        if school.log.last_position() and not target.last_position():
            raise StoreError.of(
                f"{target.name}关上以后什么都没有留下,迁不进去:它只在内存里;原存储照常使用",
                f"nothing is left of {target.name} once it is closed, as it is in memory alone; the store goes on as it was",
                code="store.copy-differs",
            )
        content = digest_content(school.log, like=target)
        answers, periods = digest_answers(school, school.log)
        if (content, answers, periods) != (digest_content(target), *digest_answers(school, target)):
            raise StoreError.of(
                f"复制后核对不一致:{target.name}与{school.log.name}不同;不要使用它,原存储照常使用",
                f"{target.name} is not equal to {school.log.name} after copying: do not use it; the store goes on as it was",
                code="store.copy-differs",
            )
        return CopiedStore(
            store=school.log.name,
            copy=target.name,
            store_id=target.store_id,
            events=content.events,
            commands=content.commands,
            digest=content.digest,
            periods=periods,
            answers=answers,
        )
    finally:
        target.close()


def digest_answers(school: OpenSchool, log: EventLog) -> tuple[str, int]:
    """Return a digest of every statement, result, appeal and pay sheet that a log comes to, and of how many periods."""
    total = hashlib.sha256()
    there = attrs.evolve(school, log=log, kept_register=type(school.kept_register)())
    past = Past(there, there.read_at(log.last_position()))
    if not log.last_position():
        return total.hexdigest(), 0
    purposes = {adoption.purpose for rulebook in past.rulebooks() for adoption in rulebook.adoptions}
    periods: set[str] = set()
    for purpose in sorted(purposes):
        by_purpose = past.for_purpose(purpose)
        periods.update(period.id for period in by_purpose.periods())
        for question in _list_questions(by_purpose):
            total.update(_ask(question).encode())
    return total.hexdigest(), len(periods)


def _list_questions(past: Past) -> Iterator[Callable[[], Document | tuple[Document, ...]]]:
    """Yield what can be asked of each period, each period once."""
    for period in {period.id: period for period in (*past.periods(), *past.terms())}.values():
        is_month = parse_month(period.id) is not None
        for ask in (past.month, past.pay_sheet, past.results) if is_month else (past.term, past.results):
            yield partial(ask, period)
    yield past.appeals


def _ask(question: Callable[[], Document | tuple[Document, ...]]) -> str:
    try:
        answer = question()
    except BzrError as error:
        return write_json(error.to_dict())
    documents = answer if isinstance(answer, tuple) else (answer,)
    return "".join(write_json(document.to_dict()) for document in documents)
