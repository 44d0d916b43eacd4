"""The story of the second kept store: a school founded, followed and paid through the front door, and what it is asked."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bzr_adapters import Actor, Batch, Receipt, School, load_rulebook
from bzr_adapters.testing import Clock

FILES = Path(__file__).parent / "files"
NOON = "2024-12-20T12:00+08:00"
ROW = {"date": "2024-09-03", "class": "高一(1)班", "fact": "卫生不合格", "count": 2}
SENT = "request-1"
"""The id of the command that is sent again to the kept store."""
CHECKED = {"date": "2024-09-05", "class": "g1c2", "fact": "集会缺席", "count": 1}
AMENDED = {**CHECKED, "count": 3}
MEETING = {"date": "2024-09-05", "class": "g1c2", "fact": "班会", "level": "班会", "grade": "完整"}
SHEET = "集会.csv"
ALLOWANCE = {
    "rulebook": {"id": "allowance", "title": "津贴", "version": 3},
    "item": [{"id": "total", "title": "总分", "base": 20}],
    "clause": [
        {"id": "1", "title": "集会", "cite": "三", "into": "total", "facts": "assembly.missed", "points": -1},
    ],
}
CLASS = {
    "id": "g1c1",
    "name": "高一(1)班",
    "grade": "高一",
    "students": 45,
    "aliases": ["一班"],
    "change": [{"from": "2024-11-01", "name": "高一(1)创新班", "students": 43, "class_type": "创新班"}],
}
LEAVING: Mapping[str, list[Mapping[str, Any]]] = {
    "term": [{"id": "2026-autumn", "start": "2026-09-01", "end": "2027-01-15"}],
    "class": [{"id": "g9c9", "name": "高一(9)班"}],
    "tenure": [{"teacher": "t09", "name": "吴老师", "class": "g1c2", "from": "2024-12-01"}],
    "adopt": [{"rulebook": "college", "from": "2030-09-01"}],
    "person": [{"name": "过客", "roles": ["recorder"]}],
    "right": [{"record": "safety.criminal", "roles": ["head"], "title": "记录刑事案件"}],
}
"""What the first declaration holds and the second does not."""


def _declare(*, leaving: bool) -> dict[str, Any]:
    tables: dict[str, Any] = {
        "term": [{"id": "2024-autumn", "start": "2024-09-02", "end": "2025-01-17", "holidays": ["2024-10-01"]}],
        "class": [CLASS, {"id": "g1c2", "name": "高一(2)班", "grade": "高一", "students": 46}],
        "tenure": [
            {"teacher": "t01", "name": "张老师", "class": "g1c1", "from": "2024-09-01", "years_before": 9},
            {"teacher": "t02", "name": "王老师", "class": "g1c2", "from": "2024-09-01", "to": "2024-11-30"},
        ],
        "adopt": [
            {"rulebook": "monthly-quantified", "from": "2024-09-01"},
            {"rulebook": load_rulebook(ALLOWANCE), "from": "2024-09-01", "for": "津贴"},
        ],
        "person": [{"name": name, "roles": [role]} for name, role in ROLES.items()],
        "right": [{"step": "correct", "roles": ["recorder", "office"], "cite": "校长办公会"}],
    }
    more = LEAVING if leaving else {}
    return {
        "school": {"name": "示例中学", "timezone": "Asia/Shanghai"},
        **{name: [*rows, *more.get(name, ())] for name, rows in tables.items()},
    }


ROLES = {
    "政教处": "office", "德育处": "office", "赵检查员": "recorder", "张老师": "head-teacher", "副校长": "deputy-head", "校长": "head", "财务": "finance",
}  # fmt: skip


def send(actor: Actor) -> Receipt:
    """Send the command that has an id of its own."""
    return actor.record([ROW], command=SENT)


def write_down(school: School, seen: list[int]) -> None:
    """Handle everything that was recorded, under a name whose place the store keeps."""

    def handle(batch: Batch) -> None:
        seen.extend(event.position for event in batch.events)

    school.subscribe("copy", handle).run(until=school.head())


def act(address: str) -> None:
    """Act the story out in a new store."""
    clock = Clock("2024-08-28T09:00+08:00")
    with School.create(address, _declare(leaving=True), by="校长", clock=clock) as school:
        school.acting("校长").declare(_declare(leaving=False))
        clock.set("2024-09-13T16:00+08:00")
        _record(school)
        write_down(school, [])
        clock.set("2024-10-08T09:00+08:00")
        _dispute(school)
        clock.set("2024-10-14T09:00+08:00")
        _pay(school)
        clock.set("2024-11-04T09:00+08:00")
        _appoint(school.acting("政教处"), school.acting("校长"))


def _record(school: School) -> None:
    recorder = school.acting("赵检查员")
    (first,) = send(recorder).ids
    recorder.record([CHECKED], sheet=SHEET)
    recorder.record([AMENDED, MEETING], sheet=SHEET, gone="amend", reason="补记")
    (rating,) = recorder.record([{"date": "2024-09-04", "class": "一班", "fact": "为人师表", "grade": "好"}]).ids
    recorder.correct(rating, grade="一般", reason="复查")
    moved = recorder.record(
        [{"date": "2024-09-06", "class": "g1c2", "fact": "学生违纪", "count": 1}], command="request-2"
    )
    recorder.correct(moved.ids[0], {"class": "g1c1"}, reason="是高一(1)班的学生")
    (gone,) = recorder.record([{**ROW, "date": "2024-09-10", "count": 4}]).ids
    voided = school.acting("政教处").void(gone, reason="误记")
    school.acting("政教处").void(voided.new[0], reason="没有误记")
    assert first != gone
    recorder.record(FILES / "第二周.csv", layout=FILES / "卫生表.toml")


def _dispute(school: School) -> None:
    office, decider, teacher = (school.acting(name) for name in ("政教处", "德育处", "张老师"))
    office.publish("2024-09", until="2024-10-12")
    office.for_purpose("津贴").publish("2024-09", until="2024-10-12", classes=["g1c2"])
    (fact,) = [fact.id for fact in school.facts("g1c1", "2024-09", voided=False) if fact.fields.get("count") == 4]
    decider.reject(teacher.appeal("g1c1", "2024-09", clause="3.1", grounds="不是本班"), reason="监控看得清楚")
    appeal = teacher.appeal("g1c1", "2024-09", fact=fact, grounds="请过假")
    decider.uphold(appeal, remedy={"count": 1}, reason="属实", command="request-3")
    office.publish("2024-09", until="2024-10-12", classes=["g1c1"])


def _pay(school: School) -> None:
    office = school.acting("政教处")
    office.finalize("2024-09")
    desk = office.pay("2024-09")
    desk.prepare("scheme-1")
    school.acting("副校长").pay("2024-09").send_back(reason="方案填错")
    desk.prepare("scheme-2")
    school.acting("副校长").pay("2024-09").review()
    school.acting("校长").pay("2024-09").approve(note="同意")
    desk.hand_over(nothing_recorded="没有事", before_final="不等复议")
    school.acting("财务").pay("2024-09").mark_paid()


def _appoint(office: Actor, head: Actor) -> None:
    office.appoint("g1c2").substitute("t01", start="2024-11-05", end="2024-11-06", reason="病假")
    office.join_studio("晨光", "t01", role="host", start="2024-09-01")
    office.appoint("g1c2").propose(
        "t03",
        name="周老师",
        on="2024-11-04",
        teaches="语文",
        training="2024-10-20",
        certificate="7",
        attested_by="校长",
        mentor="张老师",
    )
    head.appoint("g1c2").decide(note="领导小组会议")
    office.appoint("g1c2").publish()
    head.appoint("g1c2").start(on="2024-12-01", note="聘任书第3号")
    head.appoint("g1c2").end(on="2024-12-10", reason="调往他校")


def ask(school: School) -> Iterator[tuple[str, Any]]:
    """Ask the school; each question with the document that answers it."""
    past, allowance = school.at("2024-09-30"), school.for_purpose("津贴")
    yield "month", school.month("2024-09").to_dict()
    yield "month-past", past.month("2024-09").to_dict()
    yield "month-allowance", allowance.month("2024-09").to_dict()
    yield "month-december", school.month("2024-12").to_dict()
    yield "term", school.term("2024-autumn").to_dict()
    yield "explain", school.explain("g1c1", "2024-09").to_dict()
    yield "facts", school.list_facts().to_dict()
    yield "results", [result.to_dict() for result in (*school.results("2024-09"), *allowance.results("2024-09"))]
    yield "appeals", school.list_appeals("2024-09").to_dict()
    yield "pay", school.pay_sheet("2024-09").to_dict()
    yield "recheck", school.recheck("2024-09..2024-10").to_dict()
    yield "appointments", school.appointments().to_dict()
    yield "audit", [school.audit(who).to_dict() for who in ("g1c1", "g1c2", "t01")]
    yield "events", [[event.position, event.name, event.stream, event.recorder] for event in school.events()]


def write_answer(answer: object) -> str:
    """Write an answer as its file holds it."""
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
