"""The story's dispute (争议): a fact of another class was published and paid for; it moves, and so does the money."""

from collections.abc import Callable, Iterator

from bzr_adapters.demo import term
from bzr_adapters.demo.term import Acted
from bzr_adapters.documents.sentences import event_words
from bzr_adapters.documents.statement import Month
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month import month_lines
from bzr_adapters.reports.pay import pay_lines
from bzr_domain.application.prepare_pay import fill_in_pay_sheet, load_pay_sheet
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.show_pay_sheet import report_pay_sheet
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Period, parse_month
from bzr_domain.pay.events import PayPrepared
from bzr_domain.publication.figures import compare_figures, extract_figures, list_titles
from bzr_domain.scoring.statement import Statement


def dispute_lines(acted: Acted, lang: Lang, ink: Ink, show_command: Callable[..., str]) -> Iterator[str]:
    """December: published and paid, objected to, put right, made good.

    Args:
        show_command: Gives the line of a command; what was done in the story is told, as it cannot be done again.
    """
    name, month_ = term.CLASS, term.APPEALED
    message = Message(
        f"12月于{_day(term.PUBLISHED_AT)}公示,{term.NOTICE_ENDS}期满;发放以后,陈老师申诉:“{term.GROUNDS}”。\n"
        f"政教处主任认定成立:{term.VERDICT};事实改记到高一(3)班:",
        f"December was published on {_day(term.PUBLISHED_AT)} until {term.NOTICE_ENDS}, and paid; then t04 objects.\n"
        "The appeal is upheld, and the fact goes to g1c3:",
    )
    yield message.in_(lang)
    reader, then = acted.reader(), acted.reader(term.PUBLISHED_AT)
    for class_id in (name, "g1c3"):
        was, now = month_statement(then, class_id, month_), month_statement(reader, class_id, month_)
        yield f"  {now.school_class.name}"
        titles = list_titles(now.book)
        for figure in compare_figures(extract_figures(was), extract_figures(now), titles):
            yield f"    {figure.describe().in_(lang)}"
    message = Message(
        f"结果变了的再公示到{term.SECOND_ENDS},期满终定。当时公示的那一页仍然算得出来:",
        f"What moved is published again until {term.SECOND_ENDS}, then final. The page published first still comes out:",
    )
    yield message.in_(lang)
    yield show_command("month", month_, "--as-of", term.PUBLISHED_AT)
    yield from month_lines(month_report(then, month_), lang, ink)
    yield Message(
        "已发放的不重开,差额在下一张表:", "What is paid stays paid; the next sheet makes it good:"
    ).in_(lang)
    yield show_command("pay", "2025-01", "--scheme", term.SCHEME)
    content = fill_in_pay_sheet(reader, month_cell("2025-01"), term.SCHEME, "")
    assert isinstance(content, PayPrepared)
    report = report_pay_sheet(reader, month_cell("2025-01"), load_pay_sheet(reader, "2025-01"), content)
    names = {one.id: one.name for one in reader.register.classes.values()}
    told = event_words(reader, report.events, lang)
    yield from pay_lines(month_report(reader).school, report, names, told)


def _day(moment: str) -> str:
    return moment.partition("T")[0]


def month_cell(name: str) -> Period:
    """A month by its name."""
    found = parse_month(name)
    assert found is not None
    return found


def month_statement(reader: SchoolReader, class_id: str, name: str) -> Statement:
    """The statement of a class for a month."""
    found = reader.statement(class_id, month_cell(name))
    assert isinstance(found, Statement)
    return found


def month_report(reader: SchoolReader, name: str = term.MONTH) -> Month:
    """All statements of a month."""
    school = reader.register.school
    assert school is not None
    return Month(
        school=school.name,
        month=month_cell(name),
        as_of=reader.as_of.astimezone(reader.zone),
        statements=[month_statement(reader, class_id, name) for class_id in reader.register.classes],
    )
