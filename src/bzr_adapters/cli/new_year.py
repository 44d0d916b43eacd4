"""`bzr new-year`: writes the school file of a new school year from that of the year before."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_domain.kernel.messages import Message

if TYPE_CHECKING:
    from bzr_adapters import NewYearDraft

FILE = Argument(
    "file",
    label=Message("文件", "FILE"),
    about=Message("现在的学校文件 school.toml;不会改动", "the school file as it is, school.toml; it stays"),
)
START = Option(
    "--from",
    "start",
    about=Message("新学年的第一天,如 2025-09-01", "the first day of the new school year, such as 2025-09-01"),
    value=Message("日期", "DAY"),
    required=True,
)
ROSTER = Option(
    "--roster",
    about=Message(
        "新建的班的名册(CSV或XLSX),和 bzr init 的一样",
        "a roster of the new classes, CSV or XLSX, as `bzr init` takes it",
    ),
    value=Message("名册", "ROSTER"),
)
OUTPUT = Option(
    "--output",
    about=Message(
        "写到这个文件,默认在原文件旁边,名称加上年份",
        "the file to write; beside the old one, with the year, when left out",
    ),
    value=Message("文件", "FILE"),
)
_HEADS = {
    "promoted": Message("升级", "go up"),
    "leaving": Message("毕业", "leave"),
    "new": Message("新建", "are new"),
    "unchanged": Message("没有改动", "stay as they are written"),
}


@command(
    "new-year",
    Message("写新学年的学校文件:升级、毕业、新建的班", "write the school file of a new school year"),
    FILE,
    START,
    ROSTER,
    OUTPUT,
    examples=(
        "bzr new-year school.toml --from 2025-09-01",
        "bzr new-year school.toml --from 2025-09-01 --roster 新生班级.xlsx",
    ),
)
def new_year_command(call: Call, file: str, start: str, roster: str | None, output: str | None) -> int:
    """Write a new school file, and list what it makes of each class."""
    from bzr_adapters import Invalid, draft_new_year

    try:
        draft = draft_new_year(file, start, roster, lang=call.lang)
    except Invalid as error:
        if not error.problems:
            raise
        return call.fail_with(error, todo=Message("改正后再运行一次", "mend it and run this again"))
    written = draft.write(output or _name_output(Path(file), start))
    call.show_message(Message(f"写了 {written};“{file}”没有改动", f"wrote {written}; {file} is as it was"))
    for line in _list_steps(draft):
        call.show_message(line)
    call.show_message(
        Message(
            f"下一步:写上新学期的起止,再运行 bzr setup {written} --dry-run:应当什么都不变动",
            f"next: write the new terms, then run bzr setup {written} --dry-run: nothing should move",
        )
    )
    return DONE


def _name_output(path: Path, start: str) -> Path:
    """Return a file beside another, named after the year: school-2025.toml, and a year later school-2026.toml."""
    return path.with_name(f"{re.sub(r'-[0-9]{4}$', '', path.stem)}-{start.strip()[:4]}{path.suffix}")


def _list_steps(draft: "NewYearDraft") -> Iterator[Message]:
    """Yield a line for each thing that happens to classes, with those classes; and what of the roster was not used."""
    for step, head in _HEADS.items():
        classes = [each for each in draft.steps if each.step == step]
        texts = (
            each.name + (f" → {each.becomes}" if each.becomes else "") + (f" ({each.why})" if each.why else "")
            for each in classes
        )
        if classes:
            number = len(classes)
            yield Message(f"{number}个班{head.zh}:", f"classes that {head.en} ({number}): ") + Message.listed(texts)
    if draft.passed_over:
        unused = Message.listed(part.text for part in draft.passed_over)
        yield Message("名册里没有用到的:", "not used of the roster: ") + unused


COMMANDS = {"new-year": new_year_command}
