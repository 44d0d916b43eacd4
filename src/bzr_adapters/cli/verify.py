"""`bzr verify` and `bzr checkpoint`: whether anything in the store was altered, and a signed statement of where it stands."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bzr_adapters.cli.arguments import JSON, parse_output
from bzr_adapters.cli.call import DONE, NO, Call
from bzr_adapters.cli.command import Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.cli.small_files import read_small_file, read_small_text
from bzr_adapters.reports.verifying import checkpoint_lines, verify_lines
from bzr_domain.kernel.messages import Message

if TYPE_CHECKING:
    from bzr_adapters.front_door.results import Report

_FILE = Message("文件", "FILE")

CHECKPOINTS = Option(
    "--checkpoint",
    "checkpoints",
    about=Message("在别处存着的检查点,可以写几次", "a checkpoint that was kept elsewhere; can be given more than once"),
    value=_FILE,
    type=click.Path(path_type=Path),
    multiple=True,
)
PUBLIC_KEY = Option(
    "--key",
    about=Message(
        "签署人的公钥:检查点必须由它签署", "the public key of who signs: checkpoints have to be signed by it"
    ),
    value=_FILE,
    type=click.Path(path_type=Path),
)
KEY = Option(
    "--key",
    about=Message(
        "用来签署的密钥,默认 BZR_KEY;都没有则不签", "the key that signs; default BZR_KEY, and unsigned without"
    ),
    value=_FILE,
    type=click.Path(path_type=Path),
)
NEW_KEY = Option(
    "--new-key",
    about=Message(
        "先生成密钥,存入这个只有本人能读的新文件;公钥存在旁边的 .pub 里",
        "make a key first, in this new file that only you can read; the public key stands beside it in .pub",
    ),
    value=_FILE,
    type=click.Path(path_type=Path),
)
PROOF = Option(
    "--proof",
    about=Message("证明这个位置的事件在存储里", "prove that the event at this position is in the store"),
    value=Message("位置", "POSITION"),
    type=int,
)
SINCE = Option(
    "--since",
    about=Message(
        "证明存储接着这个早先的检查点,其间没有改动", "prove that the store goes on from this earlier checkpoint"
    ),
    value=_FILE,
    type=click.Path(path_type=Path),
)
OUTPUT = Option(
    "--output",
    about=Message("写入文件(检查点为文本,证明为JSON)", "write to a file: a checkpoint as text, a proof as JSON"),
    value=_FILE,
)


@command(
    "verify",
    Message("核验:存储里有没有被改、被删、被添加", "verify that nothing in the store was altered, removed or added"),
    CHECKPOINTS,
    PUBLIC_KEY,
    JSON,
    examples=("bzr verify", "bzr verify --checkpoint 九月.txt --key bzr.key.pub"),
)
def verify_command(call: Call, checkpoints: tuple[Path, ...], key: Path | None, as_json: bool) -> int:
    """Verify the store."""
    texts = [read_small_text(file) for file in checkpoints]
    report = call.school.verify(checkpoints=texts, key=None if key is None else read_small_file(key))
    call.show_answer(report, verify_lines(report, call.ink), as_json=as_json)
    return DONE if report.ok else NO


@command(
    "checkpoint",
    Message(
        "检查点:存储此刻的状况,签署后存到别处",
        "a checkpoint: a signed statement of where the store stands, to be kept elsewhere",
    ),
    KEY,
    NEW_KEY,
    PROOF,
    SINCE,
    OUTPUT,
    JSON,
    examples=(
        "bzr checkpoint --new-key bzr.key --output 九月.txt",
        "bzr checkpoint --proof 1234 --output 证明.json",
        "bzr checkpoint --since 九月.txt --output 证明.json",
    ),
)
def checkpoint_command(
    call: Call,
    key: Path | None,
    new_key: Path | None,
    proof: int | None,
    since: Path | None,
    output: str | None,
    as_json: bool,
) -> int:
    """Take a checkpoint, or prove something by one."""
    if (key is not None and new_key is not None) or (proof is not None and since is not None):
        raise WrongCall.of(
            "--key 与 --new-key、--proof 与 --since 只能各写一个",
            "--key or --new-key, and --proof or --since: one of each",
        )
    file = None if output is None else parse_output(output, ())
    school = call.school  # no key is made where there is no store to sign for
    signing_key = _choose_key(key, new_key)
    if proof is not None:
        return _show(call, school.prove_event(proof, key=signing_key), file)
    if since is not None:
        return _show(call, school.prove_growth(read_small_text(since), key=signing_key), file)
    report = school.checkpoint(signing_key)
    if file is not None:
        from bzr_adapters.front_door.tables import write_text

        write_text(file, report.rows[0]["text"])
    call.show_answer(report, checkpoint_lines(report, call.ink, new_key), as_json=as_json)
    return DONE


def _choose_key(key: Path | None, new_key: Path | None) -> bytes | None:
    """Return the key that signs; a new one is made first where that is asked for."""
    if new_key is not None:
        from bzr_adapters.front_door.verifying import write_new_key

        write_new_key(new_key)
        return read_small_file(new_key)
    return None if key is None else read_small_file(key)


def _show(call: Call, report: "Report", file: Path | None) -> int:
    """Write a proof to a file, else to standard output: it is a document either way."""
    if file is None:
        call.show_document(report.to_dict())
        return DONE
    report.export(file, format="json")
    call.show_message(Message(f"已写入 {file}", f"written to {file}"))
    return DONE


COMMANDS = {"verify": verify_command, "checkpoint": checkpoint_command}
