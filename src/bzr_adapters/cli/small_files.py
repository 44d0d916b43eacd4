"""Small files that options name: keys and checkpoints, bounded before they are read."""

from pathlib import Path

from bzr_adapters.cli.failure import WrongCall

_MOST = 65_536
"""A file of a key or a checkpoint is smaller than this."""


def read_small_text(file: Path) -> str:
    """Return the text of a small file.

    Raises:
        WrongCall: When it cannot be read, or is none.
    """
    try:
        return read_small_file(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongCall.of(f"“{file}”不是UTF-8文本", f"{file} is no text in UTF-8") from error


def read_small_file(file: Path) -> bytes:
    """Return the bytes of a small file.

    Raises:
        WrongCall: When it cannot be read, or is too large.
    """
    from bzr_adapters.front_door.errors import describe_unusable

    try:
        if not file.exists():
            raise WrongCall.of(f"没有文件“{file}”", f"there is no file {file}")
        if not file.is_file():
            raise WrongCall.of(f"“{file}”不是普通文件", f"{file} is no regular file")
        with file.open("rb") as opened:
            content = opened.read(_MOST + 1)
    except OSError as error:
        reason = describe_unusable(error)
        raise WrongCall.of(f"读不了“{file}”:{reason.zh}", f"cannot read {file}: {reason.en}") from error
    if len(content) > _MOST:
        raise WrongCall.of(f"“{file}”太大,不会是密钥或检查点", f"{file} is too large to be a key or a checkpoint")
    return content
