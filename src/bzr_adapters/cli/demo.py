"""`bzr demo`: a whole school term on a store of its own, told as a story."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.frame import command
from bzr_domain.kernel.messages import Message


@command(
    "demo",
    Message(
        "演示一个学期:登记、记录、计算、说明、作废、试改规则",
        "a whole school term: set up, record, score, explain, void, what if",
    ),
    examples=("bzr demo",),
)
def demo_command(call: Call) -> int:
    """Tell the story; it touches no store but its own."""
    from bzr_adapters.demo.story import Story

    with TemporaryDirectory(prefix="bzr-demo-") as folder:
        call.show(Story(folder=Path(folder), lang=call.lang, ink=call.ink).told())
    return DONE


COMMANDS = {"demo": demo_command}
