"""The document `bzr.budget/1`: what allowances and pay will cost (预算)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from bzr_adapters.documents import values
from bzr_adapters.documents.names import label, outcome_cell
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.projections.budget import BudgetLine
from bzr_domain.projections.seniority import Seniority
from bzr_domain.register.class_names import name_stage

_UNITS = {"元": "yuan", "人": "people"}


def budget_document(
    period: Period, as_of: datetime, lines: Iterable[BudgetLine], seniority: Iterable[Seniority]
) -> values.Document:
    """`bzr.budget/1`."""
    return {
        "schema": "bzr.budget/1",
        "period": period.name,
        "as_of": as_of.isoformat(),
        "lines": [
            {
                **values.rulebook_fields(line.book),
                **values.fields(line.node, "id", "title", "cite", "reading"),
                "group": line.group or None,
                "amount": values.outcome(line.result.value),
                "unit": line.node.unit,
                "provisional": line.result.provisional,
                "heads": len(line.amounts),
                "from": {who: values.points(amount) for who, amount in line.amounts},
            }
            for line in lines
        ],
        "seniority": [values.fields(each, "teacher", "name", "classes", "years", "allowance") for each in seniority],
    }


def budget_sheet(
    period: Period,
    lines: Iterable[BudgetLine],
    seniority: Iterable[Seniority],
    names: Mapping[str, str],
    lang: Lang,
) -> Sheet:
    """The budget as tables: each outcome with its amount, then whom it adds up, then the years served."""
    return Sheet(
        name=Message(f"{period.name} 预算", f"budget for {period.name}"),
        blocks=[*_list_blocks(list(lines), names, lang), *_list_seniority(list(seniority), names, lang)],
    )


def _list_blocks(lines: list[BudgetLine], names: Mapping[str, str], lang: Lang) -> Iterator[Block]:
    heads = Message("结果|数额|单位|出处|说明", "outcome|amount|unit|source|remarks").in_(lang).split("|")
    yield Block(heads=heads, rows=[_row(line, lang) for line in lines], numbers={1})
    for line in lines:
        if line.amounts:
            number = len(line.amounts)
            yield Block(
                title=(
                    _name_group(line) + Message(f"{line.node.title}:{number}人", f"{line.node.id}: {number} people")
                ).in_(lang),
                heads=Message("姓名|数额", "name|amount").in_(lang).split("|"),
                rows=[[names.get(who, who), amount] for who, amount in line.amounts],
                numbers={1},
                total=[Message("合计", "sum").in_(lang), sum((amount for _, amount in line.amounts), ZERO)],
            )


def _list_seniority(seniority: list[Seniority], names: Mapping[str, str], lang: Lang) -> Iterator[Block]:
    """The years served by each head teacher (班主任龄参考表), where a rulebook gives something for them."""
    if any(each.allowance is not None for each in seniority):
        yield Block(
            title=Message("班主任龄参考表", "years served as head teacher").in_(lang),
            heads=Message("姓名|班级|班主任龄|每月奖励", "name|class|years|yuan a month").in_(lang).split("|"),
            rows=[
                [
                    each.name,
                    Message.listed([names.get(class_id, class_id) for class_id in each.classes]).in_(lang),
                    each.years,
                    each.allowance,
                ]
                for each in seniority
            ],
            numbers={2, 3},
        )


def _name_group(line: BudgetLine) -> Message:
    """Name the stage, grade or type of class that a line is about, before what it says; nothing for the whole school."""
    zh = name_stage(line.group) if line.node.about == "stage" else line.group
    return Message(f"{zh}:", f"{line.group}: ") if line.group else Message.same("")


def _row(line: BudgetLine, lang: Lang) -> list[Cell]:
    unit = Message(line.node.unit, _UNITS.get(line.node.unit, line.node.unit)).in_(lang)
    remark = Message("暂定", "provisional").in_(lang) if line.result.provisional else ""
    return [
        _name_group(line).in_(lang) + label(line.node, lang),
        outcome_cell(line.result.value, lang),
        unit,
        line.node.cite,
        remark,
    ]
