"""The readings (读法) that refuse where no clause does, each in Chinese, by which it is kept, and in English."""

from types import MappingProxyType

from bzr_domain.kernel.messages import Message

NEVER_OVERWRITTEN = "记录只增不改"
NOT_ASSESSED = "没有评定不是0分"
NOT_PROVISIONAL = "暂定的结果不发绩效"
NEWER_SOFTWARE = "软件更新不改动已定的数,接受须有理由"
FINAL_FIRST = "公示期满、申诉有了决定,再发绩效"
PAID_STAYS = "已发放的月份不重开,差额补发或扣回"
FINAL_STAYS = "终定以后不改,只调整"
WITHIN_NOTICE = "公示期内申诉"
FOUR_EYES = "记录的人不决定"
NO_NAME_LEFT = "删除的证明里没有姓名"
OWN_RULES = "学校文件 [[right]]"

_ENGLISH = MappingProxyType(
    {
        NEVER_OVERWRITTEN: "records are only ever added to",
        NOT_ASSESSED: "what was not assessed is no 0",
        NOT_PROVISIONAL: "nothing is paid for a provisional result",
        NEWER_SOFTWARE: "newer software moves no settled number, and accepting it takes a reason",
        FINAL_FIRST: "pay comes after the notice is over and appeals are decided",
        PAID_STAYS: "a paid month is not opened again, differences are made up or taken back",
        FINAL_STAYS: "what is final is only adjusted, never changed",
        WITHIN_NOTICE: "appeals are filed during the notice",
        FOUR_EYES: "who recorded does not decide",
        NO_NAME_LEFT: "the proof of an erasure holds no name",
        OWN_RULES: "school file, [[right]]",
    }
)


def describe_clause(clause: str) -> Message:
    """Return what refuses in both languages: a reading in words of each, the citation of a regulation as it is.

    >>> describe_clause("记录的人不决定").en, describe_clause("A3 第四条").en
    ('who recorded does not decide', 'A3 第四条')
    """
    return Message(clause, _ENGLISH.get(clause, clause))
