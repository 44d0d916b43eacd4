"""A school's store verified, its checkpoints, and proofs of them (核验、检查点、证明)."""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Any

from bzr_adapters.documents import verifying as documents
from bzr_adapters.documents.output import UnwritableFile, check_target, describe_os_error
from bzr_adapters.documents.spreadsheet import Sheet
from bzr_adapters.front_door.errors import Invalid, publish_problems
from bzr_adapters.front_door.events import OtherHistory, check_place
from bzr_adapters.front_door.open_school import OpenSchool
from bzr_adapters.front_door.results import Report
from bzr_adapters.front_door.values import Bookmark
from bzr_adapters.storage import StoreError
from bzr_adapters.storage.evidence.check import Check, noting_damage
from bzr_adapters.storage.evidence.checkpoint import Checkpoint, parse_checkpoint, take_checkpoint
from bzr_adapters.storage.evidence.proofs import prove_event, prove_growth
from bzr_adapters.storage.evidence.signing import make_key, read_public_key, write_public_key
from bzr_adapters.storage.evidence.verify import Evidence, verify_log
from bzr_adapters.storage.store import ReadingLog, RecorderStore
from bzr_domain.kernel.messages import BzrError, Lang, Message

_OWNER_ONLY = 0o600


def verify_school(school: OpenSchool, checkpoints: Iterable[str], key: bytes | None) -> Report:
    """Verify the store of a school; see `School.verify`."""
    log = _demand_store(school)
    outside = [(_name_given(number), parse_checkpoint(text)) for number, text in enumerate(checkpoints, 1)]
    evidence = Evidence(checkpoints=tuple(outside), key=None if key is None else read_public_key(key))
    progress = school.show_progress(Message("核验", "verifying"))
    checks = [*verify_log(log, evidence, progress), _check_followers(log)]
    problems = publish_problems((problem for check in checks for problem in check.problems), school.lang)
    head = _read_head(school)
    verified = documents.StoreVerified(
        store=log.name,
        store_id=log.store_id,
        checks=[
            documents.CheckTold(
                name=check.name, title=check.title, seen=check.seen, faults=check.faults, skipped=check.skipped
            )
            for check in checks
        ],
        problems=[problem.to_dict() for problem in problems],
    )
    document = documents.verify_document(verified, head["as_of"], school.lang)
    return Report(
        **head,
        ok=document["ok"],
        rows=tuple(document["checks"]),
        problems=problems,
        build_document=lambda: document,
        build_table=partial(documents.verify_sheet, document, school.lang),
    )


def _name_given(number: int) -> Message:
    return Message(f"给出的第{number}个检查点", f"checkpoint {number} of those given")


def _check_followers(log: ReadingLog) -> Check:
    """Check that each follower's place is one of this very history."""
    check = Check(name="followers", title=Message("订阅的书签", "places of followers"))
    if not isinstance(log, RecorderStore):
        return check
    with noting_damage(check):
        for name, place in log.recorder.bookmarks().items():
            check.seen += 1
            try:
                check_place(log, Bookmark(place))
            except (OtherHistory, Invalid) as error:
                what = Message(f"订阅“{name}”:", f"follower {name!r}: ") + error.message
                check.report(what, code="verify.bookmark-changed", todo=None)
    return check


def _read_head(school: OpenSchool) -> Mapping[str, Any]:
    """Return the head of an answer; of a store that cannot be read, without what only its events tell."""
    try:
        reader = school.read_now()
        return {
            "position": reader.up_to or 0,
            "as_of": reader.local_as_of,
            "school": reader.school_name,
            "lang": school.lang,
        }
    except BzrError:
        return {"position": 0, "as_of": school.clock().astimezone(UTC), "school": "", "lang": school.lang}


def report_checkpoint(school: OpenSchool, key: bytes | None) -> Report:
    """Take a checkpoint of the store of a school; see `School.checkpoint`."""
    checkpoint = _take(school, key)
    told = documents.CheckpointTold(
        store_id=checkpoint.store_id,
        events=checkpoint.size,
        last=checkpoint.position,
        root=checkpoint.root.hex(),
        commands=checkpoint.commands,
        command_chain=checkpoint.command_chain.hex(),
        time=checkpoint.at.isoformat(),
        key=checkpoint.key.hex() or None,
        short=checkpoint.short,
        text=checkpoint.text,
    )
    head = _read_head(school)
    document = documents.checkpoint_document(told, head["as_of"])
    return _report(head, document, documents.checkpoint_sheet)


def report_event_proof(school: OpenSchool, position: int, key: bytes | None) -> Report:
    """Prove an event to be in the store; see `School.prove_event`."""
    checkpoint, head = _take(school, key), _read_head(school)
    proof = prove_event(_demand_store(school).index, checkpoint, position)
    document = documents.inclusion_document(
        checkpoint.text, proof.row, proof.previous, proof.place, proof.path, head["as_of"]
    )
    return _report(head, document, documents.proof_sheet)


def report_growth_proof(school: OpenSchool, earlier: str, key: bytes | None) -> Report:
    """Prove the store to have grown out of an earlier checkpoint; see `School.prove_growth`."""
    before, checkpoint, head = parse_checkpoint(earlier), _take(school, key), _read_head(school)
    path = prove_growth(_demand_store(school).index, before, checkpoint)
    document = documents.consistency_document(before.text, checkpoint.text, path, head["as_of"])
    return _report(head, document, documents.proof_sheet)


def _take(school: OpenSchool, key: bytes | None) -> Checkpoint:
    return take_checkpoint(_demand_store(school).index, now=school.clock(), key=key or school.signing_key)


def _report(
    head: Mapping[str, Any], document: dict[str, Any], build_sheet: Callable[[dict[str, Any], Lang], Sheet]
) -> Report:
    return Report(
        **head,
        ok=True,
        rows=(document,),
        problems=(),
        build_document=lambda: document,
        build_table=partial(build_sheet, document, head["lang"]),
    )


def _demand_store(school: OpenSchool) -> ReadingLog:
    if isinstance(school.log, ReadingLog):
        return school.log
    raise StoreError.of(f"{school.log.name}不是存储", f"{school.log.name} is no store", code="store.bad-value")


def write_new_key(file: Path) -> Path:
    """Make a key that signs checkpoints, in a new file that only its owner can read; return the file of the public key.

    Raises:
        UnwritableFile: When one of the files is there already, or cannot be written.
        DatabaseAsOutput: When it is a database, or would stand in the place of what SQLite puts beside one.
    """
    if not file.exists():
        check_target(file)
    key, public = make_key(), file.with_name(f"{file.name}.pub")
    try:
        for name, content, mode in ((file, key, _OWNER_ONLY), (public, write_public_key(key), 0o644)):
            with os.fdopen(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as output:
                output.write(content)
                output.flush()
                os.fsync(output.fileno())
    except FileExistsError as error:
        raise UnwritableFile.of(
            f"“{error.filename}”已经有了;密钥不覆盖任何文件,换一个文件名",
            f"{error.filename} is there already: a key replaces no file, use another name",
            code="file.exists",
        ) from error
    except OSError as error:
        reason = describe_os_error(error)
        raise UnwritableFile.of(f"写不了“{file}”:{reason.zh}", f"cannot write {file}: {reason.en}") from error
    return public
