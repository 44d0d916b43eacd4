"""`bzr verify` and `bzr checkpoint`: what an office, an auditor and a head teacher with a printed page do."""

import json
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime

import pytest

from examples import check_proof
from tests.adapters.cli.calling import SCHOOL, SEPTEMBER, Shell
from tests.support.documents import list_faults


@pytest.fixture
def office(shell: Shell) -> Shell:
    """A school whose September was published."""
    shell.write("school.toml", SCHOOL)
    shell.write("九月.csv", SEPTEMBER)
    for line in ("setup school.toml", "record 九月.csv", "publish 2024-09 --until 2024-10-12"):
        assert 0 == shell.bzr(*line.split()).status
    return shell


def change(shell: Shell, statement: str) -> None:
    """Change the store behind the program's back."""
    with closing(sqlite3.connect(shell.folder / "bzr.db")) as connection, connection:
        assert connection.execute(statement).rowcount


def test_a_store_that_nobody_touched_is_found_so(office: Shell) -> None:
    """Every check is named with how much it looked at; nothing is written."""
    before = (office.folder / "bzr.db").read_bytes()

    told, document = office.bzr("verify"), office.bzr("verify", "--json")

    assert (0, "", "没有发现改动") == (told.status, told.err, told.out.splitlines()[-1])
    verified = json.loads(document.out)
    assert [] == list_faults(verified)
    assert verified["ok"]
    assert {"file": 1, "checkpoints": 1} == {
        check["check"]: check["seen"] for check in verified["checks"] if check["check"] in ("file", "checkpoints")
    }
    assert before == (office.folder / "bzr.db").read_bytes()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_changed_is_told_with_place_and_what_to_do(office: Shell, lang: str) -> None:
    """With status 1; as a document on standard output, and nothing else."""
    change(office, "UPDATE stored_events SET state=replace(state, 'hygiene.finding', 'hygiene.found') WHERE rowid>0")

    told, document = office.bzr("verify", "--lang", lang), office.bzr("verify", "--json", "--lang", lang)

    assert (1, 1) == (told.status, document.status)
    problems = json.loads(document.out)["problems"]
    assert [] == list_faults(json.loads(document.out))
    assert all(problem["expected"] for problem in problems)
    assert any(problem["at"] for problem in problems)
    assert "verify.chain-broken" in {problem["code"] for problem in problems}
    assert {"zh": "从备份恢复", "en": "restore a backup"}[lang] in told.out


def test_an_older_copy_put_back_is_convicted_by_a_checkpoint_kept_elsewhere(office: Shell) -> None:
    """Without it nothing is wrong with the older copy."""
    shutil.copy(office.folder / "bzr.db", office.folder / "older.db")
    office.bzr("void", "a-1", "--reason", "误记")
    office.bzr("checkpoint", "--output", "昨天.txt")
    shutil.copy(office.folder / "older.db", office.folder / "bzr.db")

    alone, held = office.bzr("verify"), office.bzr("verify", "--checkpoint", "昨天.txt")

    assert (0, 1) == (alone.status, held.status)
    assert "存储比它旧" in held.out


def test_a_key_is_made_for_its_owner_alone(office: Shell) -> None:
    """And signs; the public one beside it checks; neither ever replaces a file."""
    made = office.bzr("checkpoint", "--new-key", "bzr.key", "--output", "九月.txt")
    again = office.bzr("checkpoint", "--new-key", "bzr.key")

    assert (0, 1) == (made.status, again.status)
    assert 0o600 == stat.S_IMODE((office.folder / "bzr.key").stat().st_mode)
    assert 0 == office.bzr("verify", "--checkpoint", "九月.txt", "--key", "bzr.key.pub").status
    office.bzr("checkpoint", "--new-key", "other.key")
    other = office.bzr("verify", "--checkpoint", "九月.txt", "--key", "other.key.pub")
    assert 1 == other.status
    assert "不是由这把密钥签署的" in other.out


def test_an_unsigned_checkpoint_says_so(office: Shell) -> None:
    """It is the text that was kept, letter for letter."""
    told = office.bzr("checkpoint", "--output", "九月.txt")

    assert "没有签名" in told.out
    assert (office.folder / "九月.txt").read_text() == "".join(f"{line}\n" for line in told.out.splitlines()[:9])
    assert [] == list_faults(json.loads(office.bzr("checkpoint", "--json").out))


def test_what_is_published_bears_its_checkpoint(office: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the answer, on the notice and in its document; BZR_KEY signs it; the page and the store's own copy agree."""
    office.bzr("checkpoint", "--new-key", "bzr.key")
    monkeypatch.setenv("BZR_KEY", "bzr.key")
    office.now = datetime(2024, 11, 4, 4, tzinfo=UTC)
    published = office.bzr("publish", "2024-10", "--until", "2024-11-08", "--nothing-recorded", "全月在外实习")

    assert 0 == published.status, published
    printed = published.out.splitlines()[-1]
    text = json.loads(office.bzr("checkpoint", "--json").out)
    assert f"检查点 {text['short']}" == printed == office.bzr("notice", "2024-10").out.splitlines()[-1]
    assert text["short"].endswith(text["key"][:16])


@pytest.mark.parametrize("words", [["--proof", "5"], ["--since", "九月.txt"]])
def test_proofs_are_checked_without_the_store(office: Shell, words: list[str]) -> None:
    """Written to a file or to standard output, alike."""
    office.bzr("checkpoint", "--output", "九月.txt")
    office.bzr("void", "a-1", "--reason", "误记")

    written, shown = office.bzr("checkpoint", *words, "--output", "证明.json"), office.bzr("checkpoint", *words)

    proof = json.loads((office.folder / "证明.json").read_text(encoding="utf-8"))
    assert (0, 0) == (written.status, shown.status)
    assert [] == list_faults(proof)
    assert proof["path"] == json.loads(shown.out)["path"]
    assert check_proof.check_proof(proof)


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ("checkpoint --proof x", 2, "--proof要写整数"),
        ("verify --checkpoint 没有.txt", 2, "没有文件“没有.txt”"),
        ("verify --checkpoint school.toml", 1, "这不是检查点"),
        ("verify --key school.toml", 1, "不是签署或核对检查点的密钥"),
        ("verify --checkpoint .", 2, "不是普通文件"),
        ("checkpoint --key school.toml", 1, "不是签署或核对检查点的密钥"),
        ("checkpoint --key a --new-key b", 2, "只能各写一个"),
        ("checkpoint --proof 99999", 1, "没有事件"),
        ("checkpoint --since school.toml", 1, "这不是检查点"),
        ("checkpoint --output bzr.db", 1, "数据库"),
        ("checkpoint --new-key 没有/bzr.key", 1, "没有这个文件夹"),
    ],
)
def test_a_wrong_call_is_told_so(office: Shell, words: str, status: int, told: str) -> None:
    """In one block, and nothing is written."""
    answer = office.bzr(*words.split())

    assert (status, "") == (answer.status, answer.out)
    assert told in answer.err
    assert "Traceback" not in answer.err


def test_no_key_is_made_for_nothing_nor_overwritten(office: Shell) -> None:
    """Where there is no store, in the place of what SQLite puts beside one, and by an output."""
    lost = office.bzr("checkpoint", "--new-key", "bzr.key", "--store", "sqlite:///none.db")
    beside = office.bzr("checkpoint", "--new-key", "other.db-wal")
    office.bzr("checkpoint", "--new-key", "bzr.key")
    key = (office.folder / "bzr.key").read_bytes()
    (office.folder / "link.csv").symlink_to("bzr.key")
    over = office.bzr("checkpoint", "--output", "bzr.key"), office.bzr("month", "2024-09", "--output", "link.csv")

    assert (2, 1, 1, 1) == (lost.status, beside.status, over[0].status, over[1].status)
    assert "不会被输出覆盖" in beside.err
    assert ["是签名密钥" in answer.err for answer in over] == [True, True]
    assert key == (office.folder / "bzr.key").read_bytes()
