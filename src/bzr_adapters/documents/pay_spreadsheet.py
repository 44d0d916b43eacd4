"""The pay sheet for finance (绩效表) as rows of a sheet: the heads, then a row for each head teacher."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bzr_adapters.documents.pay import HEADS, amounts, describe_adjustment
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.payroll import sum_outstanding

_HEADS = HEADS + Message("|未扣回|说明", "|outstanding|explanation")


def pay_rows(content: PayPrepared, lang: Lang) -> Iterable[Sequence[str | Decimal]]:
    """The heads, then a row for each head teacher."""
    yield _HEADS.in_(lang).split("|")
    for line in content.lines:
        why = ";".join(describe_adjustment(adjustment).in_(lang) for adjustment in line.adjustments)
        yield line.name, line.teacher, *amounts(line), sum_outstanding(line.adjustments), why
