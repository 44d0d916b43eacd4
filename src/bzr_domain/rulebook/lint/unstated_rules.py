"""Check for what the text leaves unstated (未写明): rounding, missing records, empty quotas, sources, the scope of a limit."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import split_length
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import (
    BOOK,
    Analysis,
    Complaint,
    Fault,
    check_nodes,
    explain_fault,
    names_total,
)
from bzr_domain.rulebook.lint.unset_figures import list_unset_words
from bzr_domain.rulebook.node import Node

CODES = {
    "round-unsaid": explain_fault(
        "发到分、角还是元,每个人差出几角几分",
        "to the fen, the jiao or the yuan: everybody's pay differs by it",
        "写 round = 0.01(或 0.1、1),需要时写 rounding",
        "write round = 0.01 (or 0.1, 1), and rounding where it is not half up",
    ),
    "round-before-table": explain_fault(
        "差一点没到的,保留以后就到了",
        "what falls just short of a limit reaches it once it is rounded",
        "删去 round,按未保留的数对照;原文要求先保留的,在 reading 里写明",
        "remove round, so that the exact figure is compared; if the text rounds first, say so in reading",
    ),
    "empty-unsaid": explain_fault(
        "没有记录与记录为差是两回事,原文没有说没有记录算哪一档",
        "no record is not a bad record, and the text does not say in which band it falls",
        "写 empty = 没有记录时的结果",
        "write empty = what no record gives",
    ),
    "quota-can-be-empty": explain_fault(
        "班数少时按比例舍去后一个名额也没有",
        "with few classes the share comes to no place at all",
        "写 rounding = “up”;或在 reading 里写明可以没有",
        'write rounding = "up"; or say in reading that there may be none',
    ),
    "places-of-unsaid": explain_fault(
        "没有得分的班算不算在内,名额会差一两个",
        "whether classes without a score count makes a place or two of difference",
        "写 places_of = “ranked”(参加排名的)或 “all”(范围内的全部)",
        'write places_of = "ranked" (who has a place) or "all" (everybody in the group)',
    ),
    "cite-missing": explain_fault(
        "出处写不出来,申诉时无从对照",
        "without its place in the regulation nobody can check it",
        "写 cite = 第几条、第几表",
        "write cite: the article or table",
    ),
    "cap-scope": explain_fault(
        "“最多扣3分”是每次、每天还是全月,差很多",
        "a limit for each day or for the whole month are far apart",
        "在 title 里照抄原文的“每天”“每次”;原文没有就在 reading 里写明",
        "quote the regulation's “each day” in title; if it has none, say so in reading",
    ),
}
_CENT = Fraction(1, 100)
_ROUNDS = ("四舍五入", "保留", "取整", "小数", "舍去", "整数", "round", "whole")
_SCOPES = {
    "day": ("每天", "每日", "一天", "当天", "当日", "/天", "/日", "day"),
    "week": ("每周", "一周", "当周", "/周", "week"),
    "month": ("每月", "一月", "当月", "/月", "month"),
    "quarter": ("每季", "季度", "一季", "当季", "/季", "quarter"),
    "term": ("学期", "term"),
    "year": ("学年", "每年", "year"),
}
_EACH = ("每", "各", "一次", "人次", "同一", "同类", "单项", "单次", "逐", "分别", "each", "every", "per ")
_AT_MOST = ("不超过", "不得超过", "不多于", "以内", "至多", "最多", "at most", "no more than")


def find_unstated_rounding(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """没有写四舍五入: money that is paid comes finer than a fen, and the text does not say how it is rounded."""
    stated = isinstance(node.scale, lang.Table) or node.bound.step is not None or list_unset_words(node)
    if not stated and node.rounding_step is not None and analysis.steps_of_tenths.exact[node.key] % _CENT:
        yield (
            "round-unsaid",
            "发放的金额会有两位以上的小数,没有写怎么保留",
            "the money that is paid comes to more than two decimals, and nothing says how it is rounded",
        )


def find_rounding_before_tables(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """先保留再对照: a figure is rounded, and a table then reads it, though no word of the clause speaks of rounding."""
    read = analysis.book.nodes.get(node.source.node) if isinstance(node.source, lang.ScoreRows) else None
    if read is None or not isinstance(node.scale, lang.Table) or node.rank is not None:
        return
    step = read.bound.step
    words = f"{read.title}{read.reading}{node.title}{node.reading}".casefold()
    if step and analysis.steps.exact[read.key] % Fraction(step) and not any(word in words for word in _ROUNDS):
        number = format_number(step)
        en = f"its table reads {read.key}, which is rounded to {number} first"
        yield "round-before-table", f"对照的“{read.key}”先保留到了{number}", en


def find_unstated_absence(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """没有记录算哪一档: a table over a measure that can be nothing, without `empty`.

    Where each fact is measured by itself, no fact adds nothing.
    """
    rows, scale = node.source, node.scale
    if not isinstance(scale, lang.Table) or node.rank is not None or node.empty is not None or node.by:
        return
    matters = isinstance(rows, lang.FactRows) or node.into is not None
    graded = node.labels and node.joins == "inside"  # then there is no grade, and that is listed
    if matters and not node.gives_flags and not graded and analysis.ranges.measure_can_be_nothing(node):
        yield "empty-unsaid", "没有记录时得多少没有写", "nothing is said of what no record gives"


def find_empty_quotas(_analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """名额可能为零: a share of few places, rounded down; 不超过30% says itself that there may be none."""
    scale = node.scale
    if not isinstance(scale, lang.Table) or scale.rounding == "up" or any(word in node.title for word in _AT_MOST):
        return
    test = scale.rows[0].test
    for share in (test.highest, test.below):
        if not isinstance(share, lang.Share):
            continue
        needed = _count_needed(share.part, half=scale.rounding == "half-up")
        if needed > 1:
            yield (
                "quota-can-be-empty",
                f"不满{needed}个班时没有名额",
                f"of fewer than {needed} there is no place",
            )


def find_unstated_population(_analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """名额是谁的百分之几没有写: a share of the places, and nothing says whether those without a place count."""
    limits = (limit for row in node.table_rows for limit in lang.list_limits(row.test))
    if "places_of" not in node.stated and any(isinstance(limit, lang.Share) for limit in limits):
        yield (
            "places-of-unsaid",
            "名额按百分比算,没有写按参加排名的还是按全部的",
            "its places are a share, and nothing says whether of those ranked or of all",
        )


def _count_needed(part: Fraction, *, half: bool) -> int:
    """Return how many it takes for a share of them to come to one place; 0 where the share is nothing."""
    return ceil(Fraction(1, 2 if half else 1) / part) if part else 0


def find_missing_sources(analysis: Analysis) -> Iterator[Fault]:
    """没有出处: the rulebook, an item or an outcome does not say where it stands in the regulation."""
    if not analysis.book.cite:
        what = Message("规则没有写出处", "the rulebook does not say where it stands")
        yield Fault("cite-missing", BOOK, what)
    for node in analysis.nodes:
        if node.heading in ("item", "outcome") and not node.cite and not names_total(node.key):
            yield Fault("cite-missing", node.key, Message("没有写出处", "it does not say where it stands"))


def find_unstated_scopes(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """封顶的范围没有写明: a limit holds within a shorter period or for each record, and the title does not say so."""
    parent = analysis.book.nodes.get(node.into or "")
    limited = any(isinstance(limit, Decimal | lang.Ref) for limit in (node.bound.most, node.bound.cap))
    shorter = parent is not None and parent.per != node.per
    if not limited or not (shorter or node.by):
        return
    title = node.title.casefold()
    words = _EACH if node.by else _SCOPES.get(split_length(node.per)[1], _EACH)
    if not any(word in title for word in words):
        yield (
            "cap-scope",
            "限度是分别算的,原文的话里看不出来",
            "its limit holds for each part by itself, which its words do not say",
        )


CHECKS = (
    *check_nodes(
        find_unstated_rounding,
        find_rounding_before_tables,
        find_unstated_absence,
        find_empty_quotas,
        find_unstated_population,
    ),
    find_missing_sources,
    *check_nodes(find_unstated_scopes),
)
