"""The words that protect people are data of a template, and an older template has none."""

import shutil
from pathlib import Path

import pytest

from huiyin.analysis.accusing import Accusing
from huiyin.analysis.identifying import Identifying
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.campaigns.rules.faults import BadTemplate
from huiyin.process.campaigns.rules.loading import shipped_codes
from huiyin.process.campaigns.rules.template import Template


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(library_folder("mass-line-2014"), tmp_path / "mine"))


@pytest.mark.parametrize("code", shipped_codes())
def test_every_shipped_template_has_words(code: str) -> None:
    protection = load_template(library_folder(code)).protection
    assert Accusing(protection.accusing_words()).find("王校长收了红包")
    assert Identifying(protection.identifying_words()).find("王老师")


def test_without_the_file_numbers_are_found_and_nobody_is_accused(folder: Path) -> None:
    (folder / "protection.toml").unlink()
    protection = load_template(folder).protection
    assert Accusing(protection.accusing_words()).find("王校长受贿") == []
    assert Identifying(protection.identifying_words()).find("电话13800000000")


def test_a_template_frozen_before_there_were_such_words_still_reads() -> None:
    values = load_template(library_folder("mass-line-2014")).model_dump(mode="json")
    del values["protection"]
    assert Template.model_validate(values).protection.titles == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"受贿", "行贿"', '"受贿", "受贿"', "重复"),
        ('"举报电话", "举报箱"', '"好人好事", "举报箱"', "unless"),
        ('"老师", "校长"', '"师", "校长"', "太短"),
    ],
)
def test_words_that_can_t_be_are_told_by_their_line(folder: Path, old: str, new: str, told: str) -> None:
    path = folder / "protection.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadTemplate, match=told) as found:
        load_template(folder)
    assert found.value.faults[0].file == "protection.toml"
    assert found.value.faults[0].line > 0
