"""Every event in a sentence, in both languages."""

from zoneinfo import ZoneInfo

import pytest

from bzr_adapters.documents.sentences import EventWords, sentence
from bzr_adapters.storage.stored_forms import FORMS
from bzr_domain.events import Event
from bzr_domain.kernel.messages import Lang
from tests.adapters.samples import SAMPLES


def told(event: Event, lang: Lang) -> str:
    """An event's sentence, where nothing of the school is known."""
    return sentence(event, EventWords(kinds={}, zone=ZoneInfo("Asia/Shanghai"), lang=lang))


def test_no_form_is_left_without_a_sentence() -> None:
    """Of every form that is written there is a sample, so that the sentences below are all there are."""
    assert set(FORMS.values()) == {type(event) for event in SAMPLES}


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
def test_every_event_is_told_in_words(event: Event) -> None:
    """No class of the program's own is ever shown, and both languages have words of their own."""
    zh, en = told(event, "zh"), told(event, "en")

    assert type(event).__name__ not in zh + en
    assert zh != en


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        (
            "SchoolRegistered",
            "登记学校 实验中学,时区 Asia/Shanghai",
            "school 实验中学 registered, time zone Asia/Shanghai",
        ),
        (
            "TermRegistered",
            "登记学期 2024-autumn 2024-09-02 – 2025-01-17,假日 2024-10-01 2024-10-02,调休上课 2024-09-29",
            "term 2024-autumn registered: 2024-09-02 – 2025-01-17, holidays 2024-10-01 2024-10-02, workdays 2024-09-29",
        ),
        ("PastCorrected", "更正既往:开学时登记错了", "the past corrected: 开学时登记错了"),
        ("TermWithdrawn", "撤销学期 2024-autumn", "term 2024-autumn withdrawn"),
        ("ClassWithdrawn", "撤销班级 七(1)", "class 七(1) withdrawn"),
        ("RulebookRegistered", "登记规则 0000000000", "rulebook 0000000000 registered"),
        ("RulebookDrafted", "起草规则 demo/3", "rulebook demo/3 drafted"),
        (
            "RulebookAdopted",
            "采用 0000000000 2024-09-03 – 2025-07-31 信息学院 allowance,期满废止",
            "adopted 0000000000 2024-09-03 – 2025-07-31 信息学院 allowance, repealed after that",
        ),
        (
            "AdoptionWithdrawn",
            "撤销采用 0000000000 2024-09-03 – 2025-07-31 信息学院 allowance",
            "adoption withdrawn: 0000000000 2024-09-03 – 2025-07-31 信息学院 allowance",
        ),
        (
            "PersonRegistered",
            "登记人员 张干事 政教处、记录员,账户 1001 zhang",
            "person registered: 张干事 office, recorder, account 1001 zhang",
        ),
        ("PersonWithdrawn", "撤销人员 张干事", "person withdrawn: 张干事"),
        ("RightRegistered", "登记权限 appoint.decide 校长", "right registered: appoint.decide head"),
        ("RightWithdrawn", "撤销权限 appoint.decide", "right withdrawn: appoint.decide"),
        (
            "StudioJoined",
            "李老师 任工作室“晨光工作室”学员 2024-09-01 – 2025-08-31",
            "李老师 is trainee of studio '晨光工作室' 2024-09-01 – 2025-08-31",
        ),
        (
            "ClockAccepted",
            "确认时钟 2025-09-01 08:30(上一次记录 2024-07-01 16:15):停课一年后复学",
            "clock 2025-09-01 08:30 accepted (last record 2024-07-01 16:15): 停课一年后复学",
        ),
    ],
)
def test_the_register_reads_like_this(name: str, zh: str, en: str) -> None:
    """What was registered stands in the sentence."""
    event = next(one for one in SAMPLES if type(one).__name__ == name)

    assert (zh, en) == (told(event, "zh"), told(event, "en"))
