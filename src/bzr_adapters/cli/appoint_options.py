"""What `bzr appoint` can be told, and which of its steps takes what."""

from collections.abc import Mapping

import attrs
import click

from bzr_adapters.cli.frame import Argument, Option
from bzr_adapters.cli.moments import WrongCall
from bzr_domain.appointments.conditions import CONDITIONS
from bzr_domain.appointments.studio import MEMBER_ROLES
from bzr_domain.kernel.messages import Message, did_you_mean


@attrs.frozen(kw_only=True)
class Said:
    """The options of one call; None, False or empty where nothing was said."""

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
    as_json: bool
    as_of: str | None


_PROPOSE = (
    "on", "reason", "name", "teaches", "years_before", "training", "certificate", "attested_by", "mentor", "waived", "approved_by",
)  # fmt: skip
STEPS: Mapping[str, tuple[str, ...]] = {
    "propose": _PROPOSE,
    "decide": ("on", "reason"),
    "publish": ("on", "reason"),
    "start": ("on", "to", "reason", "waived", "approved_by"),
    "end": ("on", "reason"),
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
    about=Message(
        "班级编号或名称;studio 时写工作室的名称", "a class by id or name; with studio, the studio's name"
    ),
    required=False,
)
TEACHER = Argument(
    "teacher",
    label=Message("教师", "TEACHER"),
    about=Message("教师编号或姓名", "a teacher by id or name"),
    required=False,
)


def _option(name: str, zh: str, en: str, value: Message, *more: str, **kinds: object) -> Option:
    return Option(name, *more, about=Message(zh, en), value=value, **kinds)


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
    _option("--except", f"缺少而作为例外的条件,可写多次:{'、'.join(CONDITIONS)}", f"a condition that is excused, repeatable: {', '.join(CONDITIONS)}", Message("条件", "CONDITION"), "waived", multiple=True, type=click.Choice([*CONDITIONS])),
    _option("--approved-by", "例外的批准人", "who approved the exception", Message("姓名", "NAME")),
    _option("--role", "工作室的身份:host 主持人、trainee 学员、adviser 顾问", "role in a studio: host, trainee or adviser", Message("身份", "ROLE"), type=click.Choice([*MEMBER_ROLES])),
)  # fmt: skip


def demand_fitting(step: str, where: str | None, teacher: str | None, said: Said) -> None:
    """The step has to be one, its class and teacher named where it needs them, and no option stand there in vain.

    Raises:
        WrongCall: With what is wrong.
    """
    if step not in STEPS:
        near = did_you_mean(step, STEPS)
        raise WrongCall(Message(f"没有步骤“{step}”;{near.zh}", f"there is no step {step!r}; {near.en}"))
    if where is None and step != "list":
        what = Message("工作室", "studio") if step == "studio" else Message("班级", "class")
        raise WrongCall(Message(f"{step} 要写明{what.zh}", f"{step} needs a {what.en}"))
    if teacher is None and step in ("propose", "substitute", "studio"):
        raise WrongCall(Message(f"{step} 要写明教师", f"{step} needs a teacher"))
    if teacher is not None and step == "list":
        raise WrongCall(Message("list 只写班级", "list takes a class only"))
    for name, value in attrs.asdict(said, recurse=False).items():
        if value not in (None, False, ()) and name not in STEPS[step]:
            option = _SPELT.get(name, f"--{name.replace('_', '-')}")
            raise WrongCall(Message(f"{option} 不用于 {step}", f"{option} does not go with {step}"))
    if said.approved_by is not None and not said.waived:
        raise WrongCall(
            Message("--approved-by 只与 --except 一起写", "--approved-by goes with --except only")
        )


_SPELT = {"waived": "--except", "as_json": "--json"}
