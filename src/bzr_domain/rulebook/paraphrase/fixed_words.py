"""The fixed words of the rulebook language as people say them (规则用语的说法)."""

from collections.abc import Mapping

from bzr_domain.kernel.messages import Message

PERS: Mapping[str, Message] = {
    "day": Message("每天", "each day"),
    "week": Message("每周(属其第一个上课日所在的时段)", "each week (it belongs to where its first school day lies)"),
    "month": Message("每月", "each month"),
    "quarter": Message("每季度(1–3、4–6、7–9、10–12月)", "each quarter of the calendar year"),
    "term": Message("每学期", "each term"),
    "year": Message("每学年", "each school year"),
}
REACHES: Mapping[str, Message] = {
    "cell": Message("", ""),
    "previous": Message("取上一期的", "of the period before"),
    "term": Message("从学期初累计到本期末", "from the beginning of the term"),
    "year": Message("从学年初累计到本期末", "from the beginning of the school year"),
    "tenure": Message("从本任班主任任期开始累计到本期末", "from the beginning of the tenure"),
    "ever": Message("从有记录起累计到本期末", "from the first record on"),
}
TIES: Mapping[str, Message] = {
    "best": Message(
        "并列的同取前面的名次,可能超过名额", "ties all take the better place, so more than the quota may win"
    ),
    "worst": Message(
        "并列的同取后面的名次,不超过名额", "ties all take the worse place, so the quota is never exceeded"
    ),
    "dense": Message("并列的占一个名次,后面的名次不空", "ties share one place and none is skipped"),
    "split": Message("并列的平分所占各名次的结果", "ties share the mean of what their places give"),
}
ROUNDINGS: Mapping[str, Message] = {
    "half-up": Message("四舍五入", "rounded half up"),
    "down": Message("舍去尾数", "rounded down"),
    "up": Message("进位取整", "rounded up"),
}
GROUPS: Mapping[str, Message] = {
    "class": Message("班级", "class"),
    "teacher": Message("班主任", "head teacher"),
    "school": Message("全校", "school"),
    "stage": Message("学段", "stage"),
    "college": Message("学院", "college"),
    "grade": Message("年级", "grade"),
    "class_type": Message("班级类型", "class type"),
}
STAGES: Mapping[str, Message] = {
    "primary": Message("小学", "primary"),
    "junior": Message("初中", "junior"),
    "senior": Message("高中", "senior"),
    "college": Message("大学", "college"),
}
ABOUT: Mapping[str, Message] = {name: GROUPS[name] for name in ("stage", "college", "grade", "class_type")}
FIELDS: Mapping[tuple[str, str], Message] = {("survey.score", "level"): Message("评价人", "who rates")}
"""What a field of a common kind holds, where its header does not say so."""
FIGURES: Mapping[str, Message] = {
    "students": Message("学生人数", "number of students"),
    "classes": Message("班级数", "number of classes"),
    "years": Message("班主任龄", "years as head teacher"),
    "school_days": Message("上课日数", "number of school days"),
    "days_served": Message("任职上课日数", "school days served"),
    "month_no": Message("月份", "number of the month"),
    "term_no": Message("第几学期", "number of the term"),
}
