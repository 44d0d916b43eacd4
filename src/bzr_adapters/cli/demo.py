"""`bzr demo`: a whole school term on a store of its own, told as a story; `--keep` leaves its files and its store."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.front_door.open_school import tell_time
from bzr_domain.kernel.messages import Message

_MEMORY, _FILE = "memory:", "sqlite:///"
KEEP = Option(
    "--keep",
    about=Message(
        "把文件和存储留在这个文件夹,好照着运行打印的命令;存储也可由 --store 指定",
        "leave the files and the store in this folder, so that the commands shown can be run; "
        "--store puts the store elsewhere",
    ),
    value=Message("文件夹", "DIR"),
)


@command(
    "demo",
    Message(
        "演示一个学期:登记、记录、计算、说明、作废、试改规则",
        "a whole school term: set up, record, score, explain, void, what if",
    ),
    KEEP,
    examples=("bzr demo", "bzr demo --keep demo"),
)
def demo_command(call: Call, keep: str | None) -> int:
    """Tell the story; it touches no store but its own."""
    if keep is not None:
        return _tell_and_keep(call, Path(keep))
    if call.store_url is not None:
        raise WrongCall.of("--store 要与 --keep 一起用", "--store goes with --keep")
    with TemporaryDirectory(prefix="bzr-demo-") as name:
        return _tell(call, Path(name), _MEMORY)


def _tell_and_keep(call: Call, folder: Path) -> int:
    address = _resolve_address(call)
    if address == _MEMORY:
        raise WrongCall.of(
            "内存里的存储留不下来;--keep 要一个文件", "a store in memory is not left: --keep needs a file"
        )
    _create_folder(folder)
    url = address or f"{_FILE}{folder / 'bzr.db'}"
    if call.is_store(url):
        raise WrongCall.of(
            f"存储 {url} 已经在了,演示不往里写;请换一个地址",
            f"the store {url} is there already, and the demo writes nothing into it: name another address",
        )
    return _tell(call, folder, url, kept=True, address=address)


def _tell(call: Call, folder: Path, store: str, *, kept: bool = False, address: str = "") -> int:
    from bzr_adapters.demo.story import Story

    story = Story(
        folder=folder,
        store=store,
        address=address,
        kept=kept,
        now=tell_time(),
        lang=call.lang,
        ink=call.ink,
    )
    call.show_lines(story.tell())
    return DONE


def _create_folder(folder: Path) -> None:
    """Create a folder where there is none.

    Raises:
        WrongCall: When something is in it already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongCall.of(
            f"“{folder}”不是空文件夹,演示不往里写;请换一个新的",
            f"{str(folder)!r} is not an empty folder, and the demo writes nothing there: name a new one",
        )
    folder.mkdir(parents=True, exist_ok=True)


def _resolve_address(call: Call) -> str:
    """Return the address that the call names for the store, good from every folder; empty where it names none."""
    url = call.store_url or call.environ.get("BZR_STORE") or ""
    name = url.removeprefix(_FILE)
    return f"{_FILE}{Path(name).absolute()}" if url.startswith(_FILE) and name else url


COMMANDS = {"demo": demo_command}
