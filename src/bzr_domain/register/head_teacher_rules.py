"""What declared tenures (任期) must satisfy: a class there is, its days, one head teacher a day, one name a teacher."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from bzr_domain.kernel.messages import Message, Problem, report_problem
from bzr_domain.kernel.names import is_among, normalize_name
from bzr_domain.register.calendar import find_reversed_days
from bzr_domain.register.roster import SchoolClass, Tenure

ONE_HEAD_TEACHER = "A3 第四条"
"""每个班级应当配备一名班主任: one head teacher for a class at a time."""


def find_tenure_problems(classes: Mapping[str, SchoolClass], tenures: Sequence[Tenure]) -> Iterable[Problem]:
    """Return everything that keeps declared tenures from standing in a register; `classes` are those declared, by id."""
    for tenure in tenures:
        if tenure.class_id in classes:
            yield from _find_days_without_class(tenure, classes[tenure.class_id])
        else:
            yield report_problem(
                f"{tenure.name}的任期:没有班级“{tenure.class_id}”",
                f"tenure of {tenure.name}: there is no class {tenure.class_id!r}",
                code="register.unknown-class",
            )
        yield from find_reversed_days(tenure, f"{tenure.name}的任期", f"tenure of {tenure.name} ends")
        yield from _find_faults_of_exception(tenure)
    for class_id in dict.fromkeys(tenure.class_id for tenure in tenures):
        pairs = combinations([tenure for tenure in tenures if tenure.class_id == class_id], 2)
        yield from (_describe_two_head_teachers(*pair) for pair in pairs if pair[0].overlaps(pair[1]))
    yield from _find_second_names(tenures)
    yield from _find_ids_of_others(tenures)


def _find_days_without_class(tenure: Tenure, school_class: SchoolClass) -> Iterable[Problem]:
    """A tenure that runs on days on which there is no such class."""
    if not school_class.holds(tenure.start, tenure.end):
        word = "to" if school_class.covers(tenure.start) else "from"
        yield report_problem(
            f"{tenure.name}的任期超出班级“{school_class.id}”的起止({school_class.span.zh})",
            f"tenure of {tenure.name} goes beyond the days of class {school_class.id!r} ({school_class.span.en})",
            expected=Message(
                f"请改任期的 {word};由聘任登记的,用 bzr appoint end",
                f"change the `{word}` of the tenure; one made by an appointment ends with bzr appoint end",
            ),
            code="register.tenure-outside-class",
        )


def _find_faults_of_exception(tenure: Tenure) -> Iterable[Problem]:
    """A reason without who approved it, an approval without a reason, and one of the teacher's own."""
    if bool(tenure.reason) != bool(tenure.approved_by):
        yield report_problem(
            f"{tenure.name}的任期:不满一学年的理由和批准人要一起写",
            f"tenure of {tenure.name}: why it is under a school year and who approved that go together",
            expected=Message("请写 reason 和 approved_by", "write both reason and approved_by"),
            code="register.exception-incomplete",
        )
    elif tenure.reason and is_among(tenure.approved_by, [tenure.teacher, tenure.name]):
        yield report_problem(
            f"{tenure.name}的任期:不满一学年不能由本人批准",
            f"tenure of {tenure.name}: nobody approves their own exception",
            expected=Message("请写批准它的人", "name whoever approved it"),
            code="register.own-approval",
        )


def _describe_two_head_teachers(tenure: Tenure, other: Tenure) -> Problem:
    day = max(tenure.start, other.start)
    return report_problem(
        f"班级“{tenure.class_id}”在{day}有两位班主任:{tenure.name}、{other.name}",
        f"class {tenure.class_id!r} has two head teachers on {day}: {tenure.name}, {other.name}",
        expected=Message(
            f"每个班级同一天只有一位班主任({ONE_HEAD_TEACHER});请给前一任写上 to",
            f"one head teacher for a class and day ({ONE_HEAD_TEACHER}); give the former tenure a `to`",
        ),
        code="register.two-head-teachers",
    )


def _find_second_names(tenures: Iterable[Tenure]) -> Iterable[Problem]:
    names: dict[str, str] = {}
    for tenure in tenures:
        known = names.setdefault(tenure.teacher, tenure.name)
        if known != tenure.name:
            yield report_problem(
                f"教师“{tenure.teacher}”有两个姓名:{known}、{tenure.name}",
                f"teacher {tenure.teacher!r} has two names: {known}, {tenure.name}",
                code="register.two-names",
            )


def _find_ids_of_others(tenures: Iterable[Tenure]) -> Iterable[Problem]:
    """The id of one teacher that is the name of another: nobody could tell which is meant."""
    names: dict[str, set[str]] = {}
    for tenure in tenures:
        names.setdefault(normalize_name(tenure.name), set()).add(tenure.teacher)
    for teacher in sorted({tenure.teacher for tenure in tenures}):
        for other in sorted(names.get(normalize_name(teacher), set()) - {teacher}):
            yield report_problem(
                f"教师编号“{teacher}”又是教师“{other}”的姓名",
                f"the teacher id {teacher!r} is also the name of teacher {other!r}",
                code="register.id-is-a-name",
                expected=Message("请换一个编号", "give that teacher another id"),
            )
