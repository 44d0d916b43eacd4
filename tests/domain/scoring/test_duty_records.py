"""Work done for duties that no clause counts is told apart from facts that no clause takes."""

from bzr_adapters.documents.month_table import remarks
from tests.support.builders import fact, monthly, states


def test_work_done_for_a_duty_is_told_apart() -> None:
    """A talk is evidence of a duty; a home contact, counted by no clause of B9, is a fact that no clause takes."""
    found = states([fact("work.talk"), fact("feedback.received"), fact("contact.home")], monthly())

    told = [remark.zh for remark in remarks(found)]

    assert (("f1", "f2"), ("f1", "f2", "f3"), True) == (found.duty_records, found.not_scored, found.recorded)
    assert ["1条事实没有条款采用", "另有2条工作记录,是职责凭证"] == [text for text in told if "条" in text]
