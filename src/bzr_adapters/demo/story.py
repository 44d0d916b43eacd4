"""The story of the demonstration, step by step (演示)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import attrs

from bzr_adapters import load_rulebook
from bzr_adapters.demo import act_term
from bzr_adapters.demo.act_term import ActedTerm, find_fact
from bzr_adapters.demo.files import MONTHS, WIDE_NAME, list_rows, write_files
from bzr_adapters.front_door.answers import Answers
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.appeals import figure_lines
from bzr_adapters.reports.explanation import explain_lines
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month import month_lines
from bzr_adapters.reports.names import short_id
from bzr_adapters.reports.pay import pay_lines
from bzr_adapters.reports.shell import format_command
from bzr_adapters.reports.what_if import whatif_lines
from bzr_domain.kernel.messages import Lang, Message

_NOTICE = timedelta(days=7)


@attrs.frozen(kw_only=True)
class Story:
    """Tells the story in a folder of its own.

    Attributes:
        folder: An empty folder for the files of the demonstration.
        store: The address of the store that is created for what happens in it.
        address: The same where a command has to say it; empty where every command finds it by itself.
        kept: Whether files and store are left when the story is over.
        now: The present moment, from which the notices of the last commands run.
    """

    folder: Path
    store: str
    address: str = ""
    kept: bool
    now: datetime
    lang: Lang
    ink: Ink

    def tell(self) -> Iterator[str]:
        """Return every line of the story."""
        sheets = write_files(self.folder)
        with act_term.act_term(self.store, self.folder, sheets, self.lang) as acted:
            yield from self._tell_set_up()
            yield from self._tell_recording(acted)
            yield from self._tell_month(acted)
            yield from self._tell_explanation(acted)
            yield from self._tell_void(acted)
            yield from self._tell_appeal(acted)
            yield from self._tell_term(acted)
            yield from self._tell_what_if(acted)
            yield from self._list_commands(acted)

    def _tell_set_up(self) -> Iterator[str]:
        yield from self._show_title("1 登记学校", "1 set up the school", "setup", "school.toml")
        yield self._say(
            "三个班;高一(2)班10月21日由李老师换成陈老师;采用细则 monthly-quantified(B9)。",
            "Three classes; g1c2 passes from t02 to t04 on 21 October; the rulebook is monthly-quantified (B9).",
        )

    def _tell_recording(self, acted: ActedTerm) -> Iterator[str]:
        yield from self._show_title("2 记录事实", "2 record facts", "record", "2024-10.csv")
        sheet = list_rows(act_term.MONTH)
        yield self._say("表里只有看到的事,没有分数:", "A sheet says what was seen, and no points:")
        yield from (self.ink.dim(f"    {','.join(row)}") for row in (*sheet[:4], ("…",)))
        for name in MONTHS:
            new = len(acted.receipts[name].new)
            yield self._say(f"  {name}.csv:新记录{new}条", f"  {name}.csv: {new} new facts")

    def _tell_month(self, acted: ActedTerm) -> Iterator[str]:
        command = ("month", act_term.MONTH, "--as-of", act_term.BEFORE)
        yield from self._show_title("3 月考核", "3 the month's statements", *command)
        yield from month_lines(acted.school.at(act_term.BEFORE).month(act_term.MONTH), self.ink)

    def _tell_explanation(self, acted: ActedTerm) -> Iterator[str]:
        command = ("explain", act_term.CLASS, act_term.MONTH, "hygiene")
        yield from self._show_title("4 有人问:卫生为什么扣分", "4 somebody asks about hygiene", *command)
        yield from self._explain(acted.school.at(act_term.BEFORE))

    def _tell_void(self, acted: ActedTerm) -> Iterator[str]:
        command = ("void", short_id(acted.voided), "--reason", act_term.REASON)
        yield from self._show_title("5 查明误记,作废这条事实", "5 it was recorded by mistake: void it", *command)
        for as_of in (act_term.BEFORE, act_term.VOIDED_AT):
            total = f"{acted.school.at(as_of).statement(act_term.CLASS, act_term.MONTH).total:.2f}"
            yield self._say(f"  --as-of {as_of}  总分 {total}", f"  --as-of {as_of}  total {total}")
        yield self._say("什么都没有抹去,作废的也还看得见:", "Nothing was wiped out; what is void can still be seen:")
        yield from self._explain(acted.school)

    def _tell_appeal(self, acted: ActedTerm) -> Iterator[str]:
        yield from self._show_title("6 公示、发放、申诉:记错了班", "6 published, paid, appealed: the wrong class")
        before, after = acted.school.at(act_term.PUBLISHED_AT), acted.school
        published, month = act_term.PUBLISHED_AT.partition("T")[0], act_term.APPEALED
        yield self._say(
            f"12月于{published}公示,{act_term.NOTICE_ENDS}期满;发放以后,陈老师申诉:“{act_term.GROUNDS}”。\n"
            f"政教处主任认定成立:{act_term.VERDICT};事实改记到高一(3)班:",
            f"December was published on {published} until {act_term.NOTICE_ENDS}, and paid; then t04 objects.\n"
            "The appeal is upheld, and the fact goes to g1c3:",
        )
        for class_id in act_term.MOVED:
            yield from figure_lines(before.statement(class_id, month), after.statement(class_id, month))
        yield self._say(
            f"结果变了的再公示到{act_term.SECOND_ENDS},期满终定。当时公示的那一页仍然算得出来:",
            f"What moved is published again until {act_term.SECOND_ENDS}, then final. The page published first still comes out:",
        )
        yield self._show_command("month", month, "--as-of", act_term.PUBLISHED_AT)
        yield from month_lines(before.month(month), self.ink)
        yield self._say("已发放的不重开,差额在下一张表:", "What is paid stays paid; the next sheet makes it good:")
        yield self._show_command("pay", "2025-01", "--scheme", act_term.SCHEME)
        yield from pay_lines(after.pay_sheet("2025-01", act_term.SCHEME))

    def _tell_term(self, acted: ActedTerm) -> Iterator[str]:
        yield from self._show_title("7 一个学期", "7 the whole term", "month", "2025-01")
        head = [self._say("班级", "class"), *MONTHS]
        months = [{s.class_id: f"{s.total:.2f}" for s in acted.school.month(name).statements} for name in MONTHS]
        rows = [[row.name, *(totals[row.id] for totals in months)] for row in acted.school.classes()]
        yield from aligned([head, *rows], range(1, 6), "  ")

    def _tell_what_if(self, acted: ActedTerm) -> Iterator[str]:
        path = self._write_harder_rulebook()
        command = ("whatif", "--rulebook", path.name, act_term.MONTH)
        yield from self._show_title("8 如果 2.1 每次扣2分而不是1分", "8 what if 2.1 took 2 points, not 1", *command)
        yield from whatif_lines(acted.school.whatif(path, act_term.MONTH), self.ink)

    def _list_commands(self, acted: ActedTerm) -> Iterator[str]:
        yield from self._show_title("轮到您了", "your turn")
        yield from self._tell_folder()
        first, second = (f"高一({number})班" for number in (2, 3))
        fact = short_id(find_fact(acted.school, "g1c3", "2025-01", "早操").id)
        until = ("--until", (self.now.astimezone(acted.now.tzinfo).date() + _NOTICE).isoformat())
        for words in (
            ("facts", first, act_term.MONTH),
            ("explain", first, act_term.MONTH, "卫生"),
            ("audit", first),
            ("assert", act_term.APPEALED),
            ("month", act_term.MONTH, "--as-of", "2024-11-05", "--json"),
            ("record", "--layout", "layout.toml", WIDE_NAME),
            ("publish", "2025-01", *until),
            ("appeal", second, "2025-01", fact, "--grounds", f"那天是{first}", "--by", "王老师"),
            (
                "decide",
                second,
                "2025-01",
                "--upheld",
                "--set",
                f"班级={first}",
                "--reason",
                "查实",
                "--by",
                "政教处主任",
            ),
            ("publish", "2025-01", first, second, *until),
        ):
            yield f"  {self._format_command(*words)}"

    def _tell_folder(self) -> Iterator[str]:
        """Return where the files of the story are, or how to have them."""
        if self.kept:
            yield self._say(
                f"文件和存储留下了;在“{self.folder}”里,上面和下面的命令都能照着运行:",
                f"The files and the store are left; in {str(self.folder)!r} every command above and below runs:",
            )
        else:
            yield self._say(
                "先把这个学校留下来;上面和下面的命令,在那个文件夹里都能照着运行:",
                "First have this school left to you; in its folder every command above and below runs:",
            )
            yield "  bzr demo --keep demo"
            yield "  cd demo"

    def _show_title(self, zh: str, en: str, *words: str) -> Iterator[str]:
        yield ""
        yield self.ink.bold(f"── {self._say(zh, en)}")
        if words:
            yield self._show_command(*words)

    def _show_command(self, *words: str) -> str:
        """Return a command as it is typed in a shell."""
        return self.ink.green(f"  $ {self._format_command(*words)}")

    def _format_command(self, *words: str) -> str:
        return format_command(*words, *(("--store", self.address) if self.address else ()))

    def _say(self, zh: str, en: str) -> str:
        return Message(zh, en).in_(self.lang)

    def _explain(self, known: Answers) -> Iterator[str]:
        yield from explain_lines(known.explain(act_term.CLASS, act_term.MONTH, "hygiene"), self.ink)

    def _write_harder_rulebook(self) -> Path:
        """Write a rulebook that differs in one number; return its file."""
        text = load_rulebook("monthly-quantified").text
        head, clause, rest = text.partition('id = "2.1"')
        path = self.folder / "harder.toml"
        path.write_text(head + clause + rest.replace("points = -1", "points = -2", 1), encoding="utf-8")
        return path
