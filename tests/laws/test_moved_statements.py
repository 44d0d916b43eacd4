"""Law of following: whatever a batch of events changes about a statement, the batch names its class and period as moved."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters import Actor, Batch, BzrError, School
from bzr_adapters.documents.statement import statement_object
from bzr_adapters.front_door.listings import FieldRow, KindRow
from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.statement import Statement
from tests.adapters.front_door.schools import Clock, create_school
from tests.support.effort import fewer

RULEBOOKS = (
    *("class-figures", "college", "four-part-weighted", "graded-indicators", "monthly-quantified", "primary-weighted"),
    *("routine-and-effect", "rubric-five-aspects", "rubric-four-domains", "seniority-and-duty", "six-areas-points"),
    *("eight-steps", "indicator-sum", "weighted-indicators", "quantity-and-quality", "uses-of-a-result"),
)
BEFORE = {"id": "2023-autumn", "start": "2023-09-04", "end": "2024-01-19"}
AUTUMN = {"id": "2024-autumn", "start": "2024-09-02", "end": "2025-01-17"}
EARLY = {**AUTUMN, "start": "2024-08-29", "holidays": ["2024-09-16", "2024-09-17"]}
CLASSES = [
    {"id": "a", "name": "高一(1)班", "grade": "高一", "students": 40},
    {"id": "b", "name": "高一(2)班", "grade": "高一", "students": 45},
    {"id": "c", "name": "高二(1)班", "grade": "高二", "students": 50},
]
OTHERS = [
    {**CLASSES[0], "students": 41},
    {**CLASSES[0], "change": [{"from": "2024-10-08", "students": 30, "grade": "高二"}]},
    {**CLASSES[0], "stage": "junior", "class_type": "创新班"},
]
TENURES = [
    {"teacher": "ta", "name": "甲", "class": "a", "from": "2023-09-01"},
    {"teacher": "tb", "name": "乙", "class": "b", "from": "2023-09-01"},
    {"teacher": "ta", "name": "甲", "class": "c", "from": "2024-09-01"},
]
SUCCESSION = [
    {**TENURES[0], "to": "2024-10-10"},
    {"teacher": "td", "name": "丁", "class": "a", "from": "2024-10-11", "years_before": 7},
    *TENURES[1:],
]

CHANGES: tuple[Mapping[str, object], ...] = ({"class": "b"}, {"class": "c"}, {"date": "2024-10-09"}, {"count": 3})


@st.composite
def declarations(draw: st.DrawFn) -> Mapping[str, Any]:
    """The school in one of many ways: terms, classes, tenures and adoptions differ."""
    first, later = draw(st.sampled_from(RULEBOOKS)), draw(st.sampled_from(RULEBOOKS))
    adopted = [{"rulebook": first, "from": "2023-09-01"}]
    if draw(st.booleans()):
        place = draw(st.sampled_from([{}, {"grade": "高一"}, {"class": "b"}]))
        adopted.append({"rulebook": later, "from": draw(st.sampled_from(["2024-09-01", "2024-10-14"])), **place})
    return {
        "school": {"name": "示例中学", "timezone": draw(st.sampled_from(["Asia/Shanghai", "Asia/Tokyo"]))},
        "term": [BEFORE, draw(st.sampled_from([AUTUMN, EARLY]))],
        "class": [draw(st.sampled_from([CLASSES[0], *OTHERS])), *CLASSES[1:]],
        "tenure": draw(st.sampled_from([TENURES, SUCCESSION])),
        "adopt": adopted,
    }


def fill_field(draw: st.DrawFn, field: FieldRow) -> object:
    """A value that a field takes."""
    match field.type:
        case "number":
            lowest = max(field.lowest or 0, 1)
            return draw(st.integers(int(lowest), int(min(field.highest or 9, 9))))
        case "scale":
            return draw(st.sampled_from(field.scale))
        case "date":
            return "2024-09-02"
        case "time":
            return "08:00"
        case _:
            return "甲"


@st.composite
def rows(draw: st.DrawFn, kinds: tuple[KindRow, ...]) -> Mapping[str, object]:
    """A fact of some kind, class and day."""
    kind = draw(st.sampled_from(kinds))
    day = date(2024, 9, 2) + timedelta(days=draw(st.integers(0, 60)))
    if draw(st.integers(0, 4)) == 0:
        day = date(2023, 10, 9)
    fields = {field.name: fill_field(draw, field) for field in kind.fields if not field.optional}
    return {"date": day, "class": draw(st.sampled_from("abc")), "fact": kind.id, **fields}


def do_something(draw: st.DrawFn, me: Actor) -> None:
    """Record, correct, void or declare; what is refused changes nothing."""
    known = [str(entry) for event in me.events() if (entry := event.data.get("id")) and ":" in event.stream]
    act = draw(st.sampled_from(["record", "record", "record", "declare", *(["correct", "void"] if known else [])]))
    try:
        match act:
            case "record":
                me.record([draw(rows(me.kinds())) for _ in range(draw(st.integers(1, 3)))], bad="skip")
            case "declare":
                me.declare(draw(declarations()))
            case "void":
                me.void(draw(st.sampled_from(known)), reason="误记")
            case "correct":
                me.correct(draw(st.sampled_from(known)), draw(st.sampled_from(CHANGES)), reason="误记")
    except BzrError:
        pass


def read_statements(school: School, position: int) -> Mapping[tuple[str, str], object]:
    """Every statement of a period that has begun, as it is shown, or why there is none."""
    reader = school._school.read_up_to(position)
    try:
        calendar = reader.register.calendar
    except UnknownReference:
        return {}
    periods = {
        calendar.period_of(per, day)
        for per in ("week", "month", "term", "year")
        for day in calendar.school_days
        if day <= reader.today
    }
    places = [(class_id, period) for period in periods if period for class_id in reader.register.classes]
    loaded = reader.load_school_from(reader.load_histories(places))
    statements = {(class_id, period): assess_loaded_class(loaded, class_id, period) for class_id, period in places}
    return {
        (class_id, period.name): statement_object(statement)
        for (class_id, period), statement in statements.items()
        if isinstance(statement, Statement)
    }


@fewer(30)
@given(data=st.data(), size=st.sampled_from([1, 2, 500]))
def test_whatever_moves_is_named(data: st.DataObject, size: int) -> None:
    """Of each batch, of one event or of many; a statement that is there no more, or is there now, has moved too."""
    draw: Any = data.draw
    batches: list[Batch] = []
    with create_school(draw(declarations()), Clock("2024-11-04T12:00+08:00")) as school:
        me = school.acting("李老师")
        follower = school.subscribe("moved", batches.append, batch=size)
        for _ in range(draw(st.integers(1, 4))):
            do_something(draw, me)
            follower.run(until=school.head())
        before: Mapping[tuple[str, str], object] = {}
        for batch in batches:
            after = read_statements(school, batch.bookmark.position)
            differing = {place for place in {**before, **after} if before.get(place) != after.get(place)}
            assert differing <= set(batch.moved), (differing - set(batch.moved), batch.events)
            before = after
