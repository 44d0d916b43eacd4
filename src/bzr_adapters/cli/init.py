"""`bzr init`: writes a commented school file to begin with, from a roster sheet if there is one."""

from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_domain.kernel.messages import Message

ROSTER = Argument(
    "roster",
    label=Message("名册", "ROSTER"),
    about=Message(
        "CSV或XLSX名册,一行一个班:班级、班主任、年级、学段、人数、编号",
        "a roster, CSV or XLSX, a row for each class: class, teacher, grade, stage, students, id",
    ),
    required=False,
)
OUTPUT = Option(
    "--output",
    about=Message("写到这个文件,默认 school.toml", "the file to write; school.toml when left out"),
    value=Message("文件", "FILE"),
    default="school.toml",
)


@command(
    "init",
    Message("写一份带说明的学校文件", "write a commented school file"),
    ROSTER,
    OUTPUT,
    examples=("bzr init", "bzr init 名册.xlsx"),
)
def init_command(call: Call, roster: str | None, output: str) -> int:
    """Write a school file."""
    from bzr_adapters import Invalid, draft_school_file

    try:
        draft = draft_school_file(roster, lang=call.lang)
    except Invalid as error:
        number = len(error.problems)
        what = Message(f"名册有{number}处问题,没有写文件", f"problems in the roster: {number}; nothing was written")
        return call.fail_with(error, what, Message("改正后再运行一次", "mend it and run this again"))
    file = draft.write(output)
    call.show_message(
        Message(
            f"写了 {file}:{draft.classes}个班,{draft.teachers}位班主任" if draft.classes else f"写了 {file}:一个示例班",
            f"wrote {file}: {draft.classes} classes, {draft.teachers} head teachers"
            if draft.classes
            else f"wrote {file}: one example class",
        )
    )
    if draft.passed_over:
        call.show_message(
            Message("名册里没有用到的:", "not used of the roster: ")
            + Message.listed(part.text for part in draft.passed_over)
        )
    call.show_message(
        Message(
            f"下一步:写上校名、学期起止和假日,再运行 bzr setup {file}",
            f"next: write the school's name, its terms and days off, then run bzr setup {file}",
        )
    )
    return DONE


COMMANDS = {"init": init_command}
