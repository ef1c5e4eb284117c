"""`huiyin text group|near|label` as they are typed, on plain files."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from huiyin.cli.main import outcome
from huiyin.cli.text import text
from huiyin.kit.errors import BadInput

LINES = """msg_id,title,text,unit
1,,食堂的红烧肉里没有肉，一份要十二元，太贵了,三中
2,,食堂的红烧肉里没有肉，一份要十二元，太贵了！,三中
3,,食堂红烧肉里找不到肉，一份卖十二元,三中
4,,食堂的红烧肉里没有肉，一份要十二元，太贵了,五中
5,,领导开会太多，文件层层转发，光发文不落实,三中
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "opinions.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def written(file: Path, *words: str) -> list[dict[str, str]]:
    out = file.with_name("out.csv")
    done = CliRunner().invoke(
        text, [words[0], str(file), *words[1:], "--out", str(out)], catch_exceptions=False
    )
    assert done.exit_code == 0
    with out.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_groups_are_of_one_unit_and_in_the_order_of_the_file(file: Path) -> None:
    rows = written(file, "group")
    assert [row["source_id"] for row in rows] == ["1", "2", "3", "4", "5"]
    numbers = [row["group_no"] for row in rows]
    assert numbers[0] == numbers[1]
    assert len({numbers[0], numbers[3], numbers[4]}) == 3


def test_a_copy_names_its_original_and_how_like_it_is(file: Path) -> None:
    rows = written(file, "near")
    assert [(row["source_id"], row["near_duplicate_of"]) for row in rows] == [("2", "1"), ("4", "1")]
    assert float(rows[1]["jaccard"]) == 1.0


def test_labels_are_codes_of_the_template(file: Path) -> None:
    labels = {row["source_id"]: row["labels"].split("|") for row in written(file, "label")}
    assert any(code.startswith("F") for code in labels["5"])
    assert set(labels) == {"1", "2", "3", "4", "5"}


def test_a_file_without_words_says_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("source_id\n1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="text"):
        written(path, "near")


@pytest.mark.parametrize("word", ["group", "near", "label"])
def test_the_words_that_are_read_are_never_written_over(
    file: Path, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    linked = file.with_name("linked.csv")
    linked.symlink_to(file)
    for out in (file, file.parent / "." / file.name, linked):
        assert outcome(["text", word, str(file), "--out", str(out)]) == 3
        said = capsys.readouterr().err
        assert "请给 --out 换个名字" in said
        assert "Give --out another name" in said
    assert file.read_text(encoding="utf-8") == LINES


def test_nor_by_the_commands_that_read_two_files(file: Path) -> None:
    other = file.with_name("other.csv")
    other.write_text(LINES, encoding="utf-8")
    for words in (
        ["recur", "--opinions", str(file), "--closed", str(other)],
        ["copied", "--targets", str(file), "--donors", str(other)],
    ):
        for out in (file, other):
            assert outcome(["text", *words, "--out", str(out)]) == 3
    assert file.read_text(encoding="utf-8") == other.read_text(encoding="utf-8") == LINES


def test_what_is_not_there_is_said_by_its_name(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has it open in Excel, and nobody knows the name that a file has while it is written."""
    missing = file.with_name("missing.csv")
    assert outcome(["text", "group", str(missing), "--out", "x.csv"]) == 3
    said = capsys.readouterr().err
    assert f"没有“{missing}”这个文件或文件夹" in said
    assert f"There is no file or folder {missing}." in said
    assert outcome(["text", "group", str(file), "--out", str(file.with_name("nowhere") / "x.csv")]) == 3
    assert f"没有“{file.with_name('nowhere')}”这个文件或文件夹" in capsys.readouterr().err
