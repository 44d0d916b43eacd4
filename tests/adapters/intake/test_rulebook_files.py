"""A rulebook is found by name, by name and version, or by its path."""

from pathlib import Path

import pytest

from bzr_adapters import NotFound, load_rulebook
from bzr_adapters.cli import main
from bzr_adapters.intake import rulebook_files
from bzr_adapters.intake.rulebook_files import (
    find_shipped_rulebook,
    list_shipped_rulebooks,
    list_shipped_versions,
    load_registered_text,
    read_rulebook_file,
)
from bzr_domain.kernel.messages import BadRulebook
from tests.support.builders import KINDS

TEXT = '[rulebook]\nid = "{}"\ntitle = "试"\nversion = {}\n[[item]]\nid = "total"\ntitle = "总分"\n'
SHELF = {"own.toml": ("own", 3), "own.1.toml": ("own", 1), "own.2.toml": ("own", 2), "other.toml": ("other", 1)}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf with three versions of one rulebook and one of another, with worked examples."""
    for name, words in SHELF.items():
        (tmp_path / name).write_text(TEXT.format(*words), encoding="utf-8")
    (tmp_path / "own.examples.toml").write_text("", encoding="utf-8")
    (tmp_path / "own.1.examples.toml").write_text("", encoding="utf-8")
    (tmp_path / "kinds.toml").write_text(KINDS, encoding="utf-8")
    monkeypatch.setattr(rulebook_files, "open_shelf", lambda: tmp_path)
    return tmp_path


@pytest.mark.usefixtures("shelf")
def test_the_shelf_lists_a_rulebook_once_with_its_versions() -> None:
    """The newest first; examples and kinds are no rulebooks."""
    assert ["other", "own"] == list_shipped_rulebooks()
    assert ([3, 2, 1], [1]) == (list_shipped_versions("own"), list_shipped_versions("other"))


@pytest.mark.parametrize(
    ("name", "stem", "version"),
    [("own", "own", 3), ("own/3", "own", 3), ("own/1", "own.1", 1), ("other/1", "other", 1)],
)
@pytest.mark.usefixtures("shelf")
def test_a_name_means_the_newest_version_and_a_number_a_certain_one(name: str, stem: str, version: int) -> None:
    """What is registered carries id and version as the text says."""
    assert stem == find_shipped_rulebook(name)
    assert version == load_rulebook(name).version
    assert (stem.split(".", maxsplit=1)[0], version) == (
        load_registered_text(name, Path()).id,
        load_registered_text(name, Path()).version,
    )


@pytest.mark.usefixtures("shelf")
def test_an_unknown_version_is_told_the_versions_there_are() -> None:
    """In both languages, and as data."""
    with pytest.raises(NotFound) as refusal:
        load_rulebook("own/4")

    assert "规则“own”没有第4版;有的是:3、2、1" == refusal.value.message.zh
    assert "rulebook 'own' has no version 4; there are: 3, 2, 1" == refusal.value.message.en
    assert ("own/3", "own/2", "own/1") == refusal.value.near


@pytest.mark.usefixtures("shelf")
def test_a_path_is_read_where_no_shipped_rulebook_is_meant(tmp_path: Path) -> None:
    """A folder may bear the name of a rulebook; what follows the stroke is no number."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "x.toml").write_text(TEXT.format("x", 7), encoding="utf-8")

    assert find_shipped_rulebook("own/x.toml") is None
    assert "x/7" == load_registered_text("own/x.toml", tmp_path).name


@pytest.mark.usefixtures("shelf")
def test_each_version_stands_in_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    """An older one under the name by which it is shown."""
    assert 0 == main(["rulebook", "list"])

    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert ["other", "own", "own/2", "own/1"] == names
    assert 0 == main(["rulebook", "show", "own/2"])


@pytest.mark.usefixtures("shelf")
def test_a_path_is_a_file_and_a_text_without_its_ending_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given files named like rulebooks, then a text that ends in .toml or a path means the file, and any other text never does."""
    folder = tmp_path / "school"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("own", "mine", "mine.toml"):
        Path(name).write_text(TEXT.format("mine", 7), encoding="utf-8")

    for file in ("mine.toml", Path("mine"), Path("own")):
        assert ("mine", 7) == (load_rulebook(file).id, load_rulebook(file).version)
    assert ("own", 3) == (load_rulebook("own").id, load_rulebook("own").version)
    with pytest.raises(NotFound, match="没有规则“mine”;文件名以"):
        load_rulebook("mine")
    with pytest.raises(NotFound, match="没有规则“other”,也读不到这个文件"):
        load_rulebook(Path("other"))


@pytest.mark.usefixtures("shelf")
def test_the_command_reads_what_is_written_like_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the file's ending is."""
    folder = tmp_path / "school"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("mine.txt").write_text(TEXT.format("mine", 7), encoding="utf-8")

    assert (0, 0, 2) == tuple(main(["rulebook", "show", word]) for word in ("mine.txt", "./mine.txt", "mine"))
    assert "没有规则“mine”" in capsys.readouterr().err


def test_a_rulebook_in_gbk_is_no_unknown_rulebook(tmp_path: Path) -> None:
    """It is there, and its encoding is what is wrong."""
    path = tmp_path / "own.toml"
    path.write_bytes('[rulebook]\nid = "x"\ntitle = "本校"\n'.encode("gbk"))

    with pytest.raises(BadRulebook) as refused:
        read_rulebook_file(path, "own.toml")

    assert [("own.toml", 3, "table.unreadable")] == [(p.sheet, p.row, p.code) for p in refused.value.problems]
