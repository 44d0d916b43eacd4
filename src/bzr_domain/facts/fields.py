"""Check the fields of a fact against its kind (栏目): every one missing, superfluous or out of range is named."""

from decimal import Decimal

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import ALWAYS_ALLOWED, FIELDS, HEADERS, Field, Kind
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.quantities import CENT, is_sane


def check_fields(kind: Kind, fact: Fact) -> list[Problem]:
    """Return a problem for every field of a fact that its kind does not allow, lacks, or finds out of range."""
    problems = []
    for name in FIELDS:
        field, filled = kind.field(name), _filled(fact, name)
        if field is None:
            if filled and name not in ALWAYS_ALLOWED:
                problems.append(not_a_field(kind, name))
        elif not filled and not field.optional and name != "count":
            problems.append(_missing(kind, field))
        elif filled:
            problems.extend(_value_problems(kind, field, getattr(fact, name)))
    return problems + _own_problems(kind, fact)


def _own_problems(kind: Kind, fact: Fact) -> list[Problem]:
    """Return a problem for every field of the kind's own that is missing, superfluous or not what it should be."""
    names = {field.name for field in kind.own}
    problems = [_superfluous(kind, name) for name, _ in fact.own if name not in names]
    for field in kind.own:
        if fact.get(field.name) is None:
            problems += [] if field.optional else [_missing(kind, field)]
        else:
            problems += _unfit(kind, field, fact)
    return problems


def _superfluous(kind: Kind, name: str) -> Problem:
    what = Message(f"“{kind.title}”没有“{name}”一栏,不应填写", f"{kind.id} has no {name}: leave it empty")
    return Problem(code="fact.field-unexpected", field=name, what=what)


def _unfit(kind: Kind, field: Field, fact: Fact) -> list[Problem]:
    text = fact.get(field.name) or ""
    try:
        value = kind.value(fact, field.name)
    except (ValueError, ArithmeticError):
        what = Message(f"“{field.title}”读不懂“{text}”", f"cannot read {text!r} as {field.name}")
        return [Problem(code="fact.value-unreadable", field=field.name, what=what, expected=_EXPECTED[field.type])]
    return _value_problems(kind, field, value) if isinstance(value, Decimal | str) else []


_EXPECTED = {
    "number": Message("一个准确的数,如2或0.5", "an exact number such as 2 or 0.5"),
    "date": Message("日期,如 2024-09-03", "a day such as 2024-09-03"),
    "time": Message("时刻,如 07:10", "a time such as 07:10"),
    "student": Message("学生的姓名、学号或假名", "a student's name, number or pseudonym"),
}


def _filled(fact: Fact, name: str) -> bool:
    return fact.count != 1 if name == "count" else getattr(fact, name) is not None


def _value_problems(kind: Kind, field: Field, value: str | int | Decimal) -> list[Problem]:
    if isinstance(value, str):
        if not field.scale or value in field.scale:
            return []
        what = Message(f"“{kind.title}”没有“{value}”这一级", f"{kind.id} has no step {value!r}")
        expected = Message(f"应为:{'、'.join(field.scale)}", f"one of: {', '.join(field.scale)}")
        return [Problem(code="fact.unknown-step", field=field.name, what=what, expected=expected)]
    number = Decimal(value)
    if field.name == "points" and is_sane(number) and number != number.quantize(CENT):
        what = Message(f"分值{value}细于0.01", f"{value} points are finer than 0.01")
        expected = Message("最多两位小数", "two decimals at most")
        return [Problem(code="fact.too-fine", field=field.name, what=what, expected=expected)]
    low = field.lowest is not None and number < field.lowest
    if is_sane(number) and not low and not (field.highest is not None and number > field.highest):
        return []
    what = Message(f"“{kind.title}”的数{value}超出范围", f"{value} is out of range for {kind.id}")
    return [Problem(code="fact.value-out-of-range", field=field.name, what=what, expected=field.range_text())]


def not_a_field(kind: Kind, name: str) -> Problem:
    """Return the problem of a filled field that the kind does not have."""
    header = HEADERS[name]
    own = [HEADERS[field.name] for field in kind.fields]
    return Problem(
        code="fact.field-unexpected",
        field=name,
        what=Message(f"“{kind.title}”没有“{header}”一栏,不应填写", f"{kind.id} has no {name}: leave it empty"),
        expected=Message(
            f"“{kind.title}”的栏目:{'、'.join(own) or '无'}",
            f"fields of {kind.id}: {', '.join(field.name for field in kind.fields) or 'none'}",
        ),
    )


def _missing(kind: Kind, field: Field) -> Problem:
    header = HEADERS.get(field.name, field.title)
    if field.scale:
        words = Message("、".join(field.scale), ", ".join(field.scale))
    else:
        words = _EXPECTED.get(field.type, Message("文字", "text"))
        words = field.range_text() if field.type == "number" else words
    return Problem(
        code="fact.field-missing",
        field=field.name,
        what=Message(f"“{kind.title}”缺少“{header}”", f"{kind.id} lacks its {field.name}"),
        expected=Message(f"请填写:{words.zh}", f"fill in: {words.en}"),
    )
