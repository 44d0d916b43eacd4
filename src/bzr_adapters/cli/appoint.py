"""`bzr appoint`: the life of an appointment (聘任), substitutes (代理), studios (工作室), and the list of them all."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs
import click

from bzr_adapters.cli.arguments import AS_OF, CORRECT_PAST, JSON, OUTPUT
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.reports.appointments import CONDITION_NAMES, ROLES_BY_NAME, appointment_lines
from bzr_adapters.reports.appointments import STEPS as STEP_WORDS
from bzr_domain.kernel.messages import Message, did_you_mean

if TYPE_CHECKING:
    from bzr_adapters import Actor, Report


@attrs.frozen(kw_only=True)
class Options:
    """The options of one call; None, False or empty where the call leaves one out."""

    on: str | None
    to: str | None
    reason: str | None
    name: str | None
    teaches: str | None
    years_before: int | None
    training: str | None
    certificate: str | None
    attested_by: str | None
    mentor: str | None
    waived: tuple[str, ...]
    approved_by: str | None
    role: str | None
    correct_past: bool
    as_json: bool
    as_of: str | None


_PROPOSE = (
    "on", "reason", "name", "teaches", "years_before", "training", "certificate", "attested_by", "mentor", "waived", "approved_by",
)  # fmt: skip
STEPS: Mapping[str, tuple[str, ...]] = {
    "propose": _PROPOSE,
    "decide": ("on", "reason"),
    "publish": ("on", "reason"),
    "start": ("on", "to", "reason", "waived", "approved_by", "correct_past"),
    "end": ("on", "reason", "correct_past"),
    "substitute": ("on", "to", "reason", "name"),
    "studio": ("on", "to", "reason", "name", "role"),
    "list": ("as_json", "as_of"),
}
"""Step → the options it takes."""

STEP = Argument(
    "step",
    label=Message("步骤", "STEP"),
    about=Message(
        "propose 拟定、decide 确定、publish 公布、start 上任、end 结束、substitute 代理、studio 工作室、list 列出",
        "propose, decide, publish, start, end, substitute, studio or list",
    ),
)
WHERE = Argument(
    "where",
    label=Message("班级", "CLASS"),
    about=Message("班级编号或名称;studio 时写工作室的名称", "a class by id or name; with studio, the studio's name"),
    required=False,
)
TEACHER = Argument(
    "teacher",
    label=Message("教师", "TEACHER"),
    about=Message("教师编号或姓名", "a teacher by id or name"),
    required=False,
)


def _option(name: str, zh: str, en: str, value: Message, *names: str, **settings: object) -> Option:
    return Option(name, *names, about=Message(zh, en), value=value, **settings)


_DAY, _TEXT = Message("日期", "DAY"), Message("文字", "TEXT")
OPTIONS = (
    _option("--on", "生效的日期,默认今天", "the day it takes effect; default today", _DAY),
    _option("--to", "最后一天:聘期、代理、工作室", "the last day of a term, of standing in, or in a studio", _DAY),
    _option("--reason", "理由或说明;end 和 substitute 必须写", "the reason or a note; end and substitute need one", Message("理由", "WHY")),
    _option("--name", "新教师的姓名", "the name of a newcomer", Message("姓名", "NAME")),
    _option("--teaches", "在该班的任课", "what the teacher teaches the class", _TEXT),
    _option("--years-before", "在别处担任班主任的整学年数", "whole school years as head teacher elsewhere", Message("年数", "YEARS"), type=click.IntRange(min=0)),
    _option("--training", "岗前培训的日期", "the day of the pre-service training", _DAY),
    _option("--certificate", "心理健康教育C证的编号", "the number of the mental-health C certificate", Message("编号", "NUMBER")),
    _option("--attested-by", "谁考查过,认为符合选聘条件", "who attests that the selection conditions are met", Message("姓名", "NAME")),
    _option("--mentor", "初次担任者的指导师", "who guides a first-timer", Message("教师", "TEACHER")),
    _option("--except", f"缺少而作为例外的条件,可写多次:{'、'.join(CONDITION_NAMES)}", f"a condition that is excused, repeatable: {', '.join(CONDITION_NAMES)}", Message("条件", "CONDITION"), "waived", multiple=True, type=click.Choice(CONDITION_NAMES)),
    _option("--approved-by", "例外的批准人", "who approved the exception", Message("姓名", "NAME")),
    _option("--role", "工作室的身份:host 主持人、trainee 学员、adviser 顾问", "role in a studio: host, trainee or adviser", Message("身份", "ROLE"), type=click.Choice([*ROLES_BY_NAME])),
)  # fmt: skip


@command(
    "appoint",
    Message("聘任班主任:拟定、确定、公布、上任、结束", "appoint head teachers: from the list to the letter"),
    STEP,
    WHERE,
    TEACHER,
    *OPTIONS,
    CORRECT_PAST,
    OUTPUT,
    JSON,
    AS_OF,
    examples=(
        (
            "bzr appoint propose g1c1 t09 --name 陈老师 --on 2024-07-08 --teaches 语文 --attested-by 王校长 "
            "--training 2024-08-20 --mentor 王老师 --certificate C-123"
        ),
        "bzr appoint decide g1c1 --on 2024-07-10",
        "bzr appoint start g1c1 --on 2024-09-01",
        "bzr appoint substitute g1c1 t02 --on 2024-10-08 --to 2024-10-12 --reason 病假",
        "bzr appoint list g1c1",
    ),
)
def appoint_command(call: Call, step: str, where: str | None, teacher: str | None, **values: Any) -> int:
    """Take a step, or list."""
    options = Options(**values)
    _check_options(step, where, teacher, options)
    if call.output is not None and step != "list":
        raise WrongCall.of(f"--output 不用于 {step}", f"--output does not go with {step}")
    if where is None or step == "list":
        report = call.known_at(options.as_of).appointments(where)
        return call.show_answer(report, appointment_lines(report, call.ink), as_json=options.as_json)
    report = _take_step(call.acting(), step, where, teacher, options)
    on, words = options.on or report.as_of.date(), STEP_WORDS[step]
    recorded = Message(f"已登记:{where} {words.zh} {on}", f"recorded: {where} {words.en} {on}")
    unchanged = Message("早已如此,没有变化", "nothing changed: it is so already")
    call.show_message(recorded if report.changed else unchanged)
    return DONE


def _check_options(step: str, where: str | None, teacher: str | None, options: Options) -> None:
    """Check that there is such a step, that its class and teacher are named, and that it takes every option.

    Raises:
        WrongCall: With what is wrong.
    """
    if step not in STEPS:
        near = did_you_mean(step, STEPS)
        raise WrongCall.of(f"没有步骤“{step}”;{near.zh}", f"there is no step {step!r}; {near.en}")
    if where is None and step != "list":
        what = Message("工作室", "studio") if step == "studio" else Message("班级", "class")
        raise WrongCall.of(f"{step} 要写明{what.zh}", f"{step} needs a {what.en}")
    if teacher is None and step in ("propose", "substitute", "studio"):
        raise WrongCall.of(f"{step} 要写明教师", f"{step} needs a teacher")
    if teacher is not None and step == "list":
        raise WrongCall.of("list 只写班级", "list takes a class only")
    for name, value in attrs.asdict(options, recurse=False).items():
        if value not in (None, False, ()) and name not in STEPS[step]:
            option = _SPELLINGS.get(name, f"--{name.replace('_', '-')}")
            raise WrongCall.of(f"{option} 不用于 {step}", f"{option} does not go with {step}")
    if options.approved_by is not None and not options.waived:
        raise WrongCall.of("--approved-by 只与 --except 一起写", "--approved-by goes with --except only")


_SPELLINGS = {"waived": "--except", "as_json": "--json"}


def _take_step(actor: "Actor", step: str, where: str, teacher: str | None, options: Options) -> "Report":
    desk, note, name = actor.appoint(where), options.reason or "", options.name or ""
    correct_past = note if options.correct_past else None
    excuses: dict[str, Any] = {"excused": options.waived, "approved_by": options.approved_by or ""}
    match step:
        case "propose":
            return desk.propose(
                teacher or "",
                name=name,
                on=options.on,
                teaches=options.teaches or "",
                years_before=options.years_before or 0,
                training=options.training,
                certificate=options.certificate,
                attested_by=options.attested_by,
                mentor=options.mentor,
                note=note,
                **excuses,
            )
        case "decide":
            return desk.decide(on=options.on, teacher=teacher, note=note)
        case "publish":
            return desk.publish(on=options.on, teacher=teacher, note=note)
        case "start":
            return desk.start(
                on=options.on, until=options.to, teacher=teacher, note=note, correct_past=correct_past, **excuses
            )
        case "end":
            return desk.end(on=options.on, teacher=teacher, reason=note, correct_past=correct_past)
        case "substitute":
            return desk.substitute(teacher or "", name=name, start=options.on, end=options.to, reason=note)
        case _:
            return _join_studio(actor, where, teacher or "", options)


def _join_studio(actor: "Actor", studio: str, teacher: str, options: Options) -> "Report":
    if options.role is None:
        raise WrongCall.of("studio 要写明身份(--role)", "studio needs a role (--role)")
    return actor.join_studio(
        studio,
        teacher,
        role=ROLES_BY_NAME[options.role],  # type: ignore[arg-type]  # click has checked it
        name=options.name or "",
        start=options.on,
        end=options.to,
        note=options.reason or "",
    )


COMMANDS = {"appoint": appoint_command}
