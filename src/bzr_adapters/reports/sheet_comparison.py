"""The differences of a sheet recorded again, aligned, for people (表格改动)."""

from collections.abc import Sequence

from bzr_adapters.documents.facts import short_id
from bzr_adapters.documents.sheet_comparison import Difference
from bzr_adapters.reports.aligned import table
from bzr_domain.kernel.messages import Lang, Message


def difference_lines(differences: Sequence[Difference], lang: Lang) -> list[str]:
    """Return each difference on a line: whether the row changed, went or is new, where it stands, and what is different."""
    rows = [
        (
            difference.state.in_(lang),
            difference.sheet,
            "" if difference.row is None else str(difference.row),
            difference.subject.in_(lang),
            difference.what.in_(lang),
            short_id(difference.id),
        )
        for difference in differences
    ]
    return table(
        Message("|表|行|日期、班级、事项|内容|编号", "|sheet|row|day, class, fact|content|id"), rows, lang, right={2}
    )


HOW_TO_GO_ON = Message(
    "表改对了,用 --amend --reason 理由 把改动作为更正、作废一起记录;两次都算,用 --keep 把新的行记在旧的旁边;是另一张同名的表,换一个文件名",
    "if the sheet is right now, --amend --reason TEXT records the changes as corrections and voids; if both count, --keep "
    "records the new rows beside the old; if it is another sheet of the same name, give the file another name",
)
