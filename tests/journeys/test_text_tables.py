"""`huiyin text group|near|label` as they are typed, on plain files."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

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
