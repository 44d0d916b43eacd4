"""Who was shown names and free texts (查看记录): noted at each question, and read by those who may."""

from datetime import UTC
from functools import partial

import attrs

from bzr_adapters.bootstrap import ShippedShelf
from bzr_adapters.documents.access_log import access_log_document, access_log_sheet
from bzr_adapters.front_door.errors import build_refused
from bzr_adapters.front_door.open_school import OpenSchool
from bzr_adapters.front_door.results import Report
from bzr_adapters.front_door.values import Head
from bzr_adapters.storage.keys.access_log import Access, list_accesses, note_access
from bzr_adapters.storage.keys.traces import demand_keys
from bzr_adapters.storage.store import ReadingLog
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.register.personal_data import READ_ACCESSES
from bzr_domain.register.rights import check_usual_right


def note_shown(school: OpenSchool, who: str, question: str, account: str) -> str:
    """Note that somebody was shown names or texts; see `ReportAnswers.note_shown`."""
    school.log.last_position()  # one that is closed says so
    keys = school.log.keys if isinstance(school.log, ReadingLog) else None
    access = Access(at=school.clock().astimezone(UTC), who=who, account=account, question=question)
    failure = note_access(keys, access)
    return "" if failure is None else failure.in_(school.lang)


def report_accesses(school: OpenSchool, reader: SchoolReader, head: Head, actor: str) -> Report:
    """Tell who was shown names and texts; see `PersonActor.access_log`.

    Raises:
        Forbidden: When whoever asks may not read it.
    """
    _, keys = demand_keys(school.log)
    refused = check_usual_right(reader.register, actor, ShippedShelf().usual_right(READ_ACCESSES))
    if refused is not None:
        raise build_refused(refused, school.lang)
    document = access_log_document(map(attrs.astuple, list_accesses(keys)), head["as_of"], reader.zone)
    return Report(
        **head,
        ok=True,
        rows=tuple(document["accesses"]),
        problems=(),
        build_document=lambda: document,
        build_table=partial(access_log_sheet, document, school.lang),
    )
