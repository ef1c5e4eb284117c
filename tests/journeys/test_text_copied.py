"""`huiyin text copied`: passages in common, from plain files to a plain file."""

import json
from pathlib import Path

import pytest

from huiyin.cli.main import outcome

SHARED = "班子成员每人联系两所学校，走进课堂、食堂和宿舍，当面听教师和学生把话说完，五个工作日内回话。"
OWN = "晨检口移到了东侧长廊，家长不必再在车流里排队。"


def lines(path: Path, *rows: object) -> str:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def run(targets: str, donors: str, out: Path) -> int:
    return outcome(["text", "copied", "--targets", targets, "--donors", donors, "--out", str(out)])


def test_each_passage_is_a_line_with_its_place_and_its_source(tmp_path: Path) -> None:
    targets = lines(
        tmp_path / "t.jsonl", {"id": "甲", "text": f"😀{OWN}{SHARED}", "more": 1}, {"id": "乙", "text": OWN}
    )
    donors = lines(
        tmp_path / "d.jsonl", {"id": "通知", "text": SHARED.replace("两所", "三所")}, {"id": "空", "text": ""}
    )
    out = tmp_path / "s.jsonl"
    assert run(targets, donors, out) == 0
    [found] = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert found == {"id": "甲", "start": 1 + len(OWN), "end": len(OWN + SHARED), "donor": "通知"}


@pytest.mark.parametrize(
    "line", ['{"id": 1, "text": ""}', '{"id": "a"}', "[1]", "{", '"text"', "[" * 100_000]
)
def test_a_line_that_cant_be_read_is_named(
    tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    good = lines(tmp_path / "d.jsonl", {"id": "a", "text": "b"})
    bad = tmp_path / "t.jsonl"
    bad.write_text(f'{{"id": "a", "text": "b"}}\n\n{line}\n', encoding="utf-8")
    out = tmp_path / "s.jsonl"
    assert run(str(bad), good, out) == 3
    assert "第 3 行" in capsys.readouterr().err
    assert not out.exists()
