"""Reports as the front door gives them (报告); imported where they are asked for, so that months start sooner."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from bzr_adapters.documents.appointment_table import appointment_sheet
from bzr_adapters.documents.appointments import Listed, appointments_document
from bzr_adapters.documents.audit_trail import trail_rows, trail_sheet
from bzr_adapters.documents.budget import budget_document, budget_sheet
from bzr_adapters.documents.duties import duties_document, duties_sheet
from bzr_adapters.documents.feedback import feedback_document
from bzr_adapters.documents.feedback_table import feedback_sheet
from bzr_adapters.documents.notice import Notice, PostedResult, notice_document, notice_sheet
from bzr_adapters.documents.published import assert_document, describe_newer_result, published_sheet
from bzr_adapters.documents.recording import swapped_message
from bzr_adapters.documents.sentences import event_words
from bzr_adapters.documents.spreadsheet import Sheet
from bzr_adapters.documents.teacher_record import teacher_document, teacher_sheet
from bzr_adapters.front_door.errors import NotFound, publish_problems
from bzr_adapters.front_door.results import Report
from bzr_adapters.front_door.values import Head
from bzr_domain.application.audit import (
    find_teachers,
    load_class_trail,
    load_rulebook_trail,
    load_student_trail,
    load_teacher_trail,
)
from bzr_domain.application.check_published import check_published, find_published_periods
from bzr_domain.application.compare_totals import suspect_swapped_rows
from bzr_domain.application.forecast_budget import forecast_budget, list_seniority
from bzr_domain.application.give_feedback import give_feedback, list_duties
from bzr_domain.application.load_appointments import (
    list_classes_with_appointments,
    list_studios,
    read_appointments,
    read_studio,
)
from bzr_domain.application.load_results import load_result
from bzr_domain.application.newer_meaning import find_results_of_class_moved_by_meaning
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.tell_teacher import load_teacher_record
from bzr_domain.facts.students import is_pseudonym
from bzr_domain.kernel import messages as kernel
from bzr_domain.kernel.messages import Message, UnknownReference
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.figures import extract_figures
from bzr_domain.register.teachers import find_teacher, index_teachers
from bzr_domain.scoring.statement import Statement


def _build_report(
    head: Head,
    document: Mapping[str, Any],
    rows: str,
    source: object,
    build_table: Callable[[], Sheet],
    *,
    ok: bool = True,
) -> Report:
    """Return a report; `rows` is the key of the document under which its rows stand, `build_table` writes them for a file."""
    return Report(
        **head,
        source=source,
        ok=ok,
        rows=tuple(document[rows]),
        problems=(),
        build_document=lambda: document,
        build_table=build_table,
    )


def _explain_none(message: Message, head: Head, problems: Sequence[kernel.Problem] = ()) -> NotFound:
    lang = head["lang"]
    return NotFound(message, lang=lang, code="statement.none", problems=publish_problems(problems, lang))


def report_feedback(reader: SchoolReader, head: Head, class_id: str, period: Period) -> Report:
    """Return the feedback sheet of a class's head teacher."""
    feedback = give_feedback(reader, class_id, period)
    if isinstance(feedback, kernel.Problem):
        what = Message(f"{period.name}没有考核表", f"there is no statement for {period.name}")
        raise _explain_none(what, head, [feedback])
    document = feedback_document(feedback, head["as_of"], head["lang"])
    return _build_report(head, document, "shortcomings", feedback, partial(feedback_sheet, feedback, head["lang"]))


def report_duties(reader: SchoolReader, head: Head, class_id: str, period: Period, regulation: str | None) -> Report:
    """Return what is recorded for each duty; of a regulation, for those it lists, and for each of its points."""
    school_class = reader.register.class_in(class_id, period)
    if not school_class.touches(period.first, period.last):
        name, span = school_class.name, school_class.span
        what = Message(f"{period.name}没有{name}({span.zh})", f"{period.name}: no class {class_id} ({span.en})")
        raise _explain_none(what, head)
    record = list_duties(reader, class_id, period, regulation)
    document = duties_document(class_id, period, head["as_of"], record)
    build_table = partial(duties_sheet, school_class, period, record, head["lang"])
    return _build_report(head, document, "duties" if regulation is None else "points", record, build_table)


def report_budget(reader: SchoolReader, head: Head, period: Period) -> Report:
    """Return the budget of a period."""
    lines = forecast_budget(reader, period)
    teachers = {tenure.teacher: tenure.name for tenure in reader.register.tenures}
    names = {**reader.class_names_in(period), **teachers}
    seniority = list_seniority(reader, period)
    document = budget_document(period, head["as_of"], lines, seniority)
    build_table = partial(budget_sheet, period, lines, seniority, names, head["lang"])
    return _build_report(head, document, "lines", lines, build_table, ok=bool(lines))


def report_published(reader: SchoolReader, head: Head, span: str, periods: Sequence[Period]) -> Report:
    """Return published results beside recomputed ones; `span` is how the periods were asked for."""
    results = check_published(reader, find_published_periods(reader, periods))
    words = event_words(reader, [event for result in results for event in result.causes], head["lang"])
    names = {result.period: reader.class_names_in(result.period) for result in results}
    document, ok = assert_document(head["as_of"], results, words), all(result.same for result in results)
    build_table = partial(published_sheet, span, results, names, words)
    return _build_report(head, document, "results", (results, words), build_table, ok=ok)


def report_notice(reader: SchoolReader, head: Head, period: Period, class_ids: Sequence[str]) -> Report:
    """Return what was published of a period, as it is put up for all to read; `ok` is whether anything was."""
    notice = Notice(
        school=reader.school_name,
        period=period,
        results=list(_list_posted(reader, period, class_ids or list(reader.register.classes))),
        people=reader.register.people,
        today=reader.today,
    )
    document, build_table = (
        notice_document(notice, head["as_of"], head["lang"]),
        partial(notice_sheet, notice, head["lang"]),
    )
    return _build_report(head, document, "results", notice, build_table, ok=bool(notice.results))


def _list_posted(reader: SchoolReader, period: Period, class_ids: Sequence[str]) -> Iterator[PostedResult]:
    """Yield what was published of some classes."""
    teachers = {tenure.teacher: tenure.name for tenure in reader.register.tenures}
    names = reader.class_names_in(period)
    for class_id in class_ids:
        result = load_result(reader, class_id, period.name)
        if result.published is not None:
            teacher, now = result.published.figures.teacher, reader.statement(class_id, period)
            stands = isinstance(now, Statement) and extract_figures(now) == result.published.figures
            yield PostedResult(
                class_id=class_id,
                class_name=names.get(class_id, class_id),
                teacher=teachers.get(teacher, teacher) if teacher else None,
                result=result,
                published=result.published,
                book=reader.books[result.published.figures.rulebook],
                compared=now.exact_comparisons if isinstance(now, Statement) and stands else (),
            )


def report_trail(reader: SchoolReader, head: Head, who: str) -> Report:
    """Return the trail of the class or the teacher of that id or name, of that student, or of the rulebook of that id."""
    class_id = _find_class_id(reader, who)
    trail = load_class_trail(reader, class_id) if class_id is not None else _load_other_trail(reader, who)
    words = event_words(reader, trail, head["lang"])
    groups = [] if class_id is None else suspect_swapped_rows(reader, class_id)
    newer = [] if class_id is None else find_results_of_class_moved_by_meaning(reader, class_id)
    hints = [*(swapped_message(group, reader.class_names) for group in groups), *map(describe_newer_result, newer)]
    document = {
        "schema": "bzr.audit/1",
        "as_of": head["as_of"].isoformat(),
        "events": list(trail_rows(trail, words)),
        "hints": [hint.in_(head["lang"]) for hint in hints],
    }
    build_table = partial(trail_sheet, reader.class_names.get(class_id or "", who), trail, words, document["hints"])
    return _build_report(head, document, "events", (trail, words, document["hints"]), build_table)


def _find_class_id(reader: SchoolReader, who: str) -> str | None:
    """Return the class of that id, or that bears the name on the day of asking; None where there is none.

    Raises:
        UnknownReference: When the name can mean several classes.
    """
    try:
        return reader.find_class_id(who)
    except UnknownReference as error:
        if error.code == "fact.ambiguous-class":
            raise
        return None


def _load_other_trail(reader: SchoolReader, who: str) -> list[Recorded[Any]]:
    """Return the trail of the student of that pseudonym, the teacher of that id or name, else the rulebook of that id.

    Raises:
        UnknownReference: When it names nobody and no rulebook, or several teachers.
    """
    if is_pseudonym(who) and (trail := load_student_trail(reader, who)):
        return trail
    people = find_teachers(reader)
    teacher = find_teacher(people, who)
    if teacher is not None:
        return load_teacher_trail(reader, teacher)
    if trail := load_rulebook_trail(reader, who):
        return trail
    what = Message(f"没有班级、教师、学生或规则“{who}”", f"there is no class, teacher, student or rulebook {who!r}")
    classes = [name for each in reader.class_names.items() for name in each]
    rulebooks = [text.id for text in reader.register.rulebooks.values()]
    raise UnknownReference.among(what, who, [*classes, *people, *rulebooks], code="register.unknown-name")


def report_teacher(reader: SchoolReader, head: Head, who: str) -> Report:
    """Return the record of the head teacher of that id or name.

    Raises:
        UnknownReference: When nobody of that name has or had a class, or several did.
    """
    people = index_teachers(reader.register)
    teacher = find_teacher(people, who)
    if teacher is None:
        what = Message(f"没有班主任“{who}”", f"there is no head teacher {who!r}")
        raise UnknownReference.among(what, who, people, code="fact.unknown-teacher")
    record = load_teacher_record(reader, teacher)
    document = teacher_document(record, head["as_of"], reader.kinds)
    build_table = partial(teacher_sheet, record, reader.kinds, reader.class_names, head["lang"])
    return _build_report(head, document, "results", record, build_table)


def report_appointments(reader: SchoolReader, head: Head, class_id: str | None) -> Report:
    """Return the appointments of a class; without one, those of every class and the members of every studio."""
    store, register = reader.store, reader.register
    every_class = dict.fromkeys((*register.classes, *list_classes_with_appointments(store)))
    classes = list(every_class) if class_id is None else [class_id]
    studios = {name: read_studio(reader, name) for name in list_studios(store)} if class_id is None else {}
    listed = Listed(
        classes={name: read_appointments(reader, name) for name in classes},
        studios={name: studio for name, studio in studios.items() if studio.members},
        names=reader.class_names,
        calendar=register.calendar,
        zone=reader.zone,
    )
    return _build_report(
        head,
        appointments_document(listed, head["as_of"]),
        "appointments",
        listed,
        partial(appointment_sheet, listed, head["lang"]),
    )
