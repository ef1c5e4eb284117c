"""What givers want (诉求类型) is a file that a template may leave out."""

import json
import re
import shutil
from pathlib import Path

import pytest

from huiyin.process.campaigns.rules import Template, library_folder, load_template
from huiyin.process.campaigns.rules.faults import BadTemplate

TEMPLATE = load_template(library_folder("mass-line-2014"))


def test_the_names_of_the_regulation_and_what_practice_adds() -> None:
    assert [(concern.zh, concern.default) for concern in TEMPLATE.concerns] == [
        ("建议意见", False),
        ("检举控告", False),
        ("申诉求决", False),
        ("咨询求助", True),
        ("表扬感谢", True),
    ]
    articles = [re.search("第(.*)条", concern.source) for concern in TEMPLATE.concerns[:3]]
    assert [found and found[1] for found in articles] == ["二十九", "三十", "三十一"]
    assert all(len(entry.words) >= 15 for entry in TEMPLATE.concern_lexicon())


CODES = ["mass-line-2014", "school-inspection", "study-check-reform-2025"]


@pytest.mark.parametrize("code", CODES[1:])
def test_the_other_templates_ask_the_same(code: str) -> None:
    assert load_template(library_folder(code)).concerns == TEMPLATE.concerns


@pytest.mark.parametrize("code", CODES)
def test_every_way_of_speaking_is_a_channel_with_a_name(code: str) -> None:
    template = load_template(library_folder(code))
    channels = {channel.code: channel.zh for channel in template.channels}
    told = {way: channels[way] for way in ("phone", "visit", "hotline", "forum", "box")}
    assert told == {
        "phone": "来电",
        "visit": "来访",
        "hotline": "热线转办",
        "forum": "座谈会",
        "box": "意见箱",
    }


def test_a_template_without_the_file_has_none(tmp_path: Path) -> None:
    shutil.copytree(library_folder("mass-line-2014"), tmp_path / "mine")
    (tmp_path / "mine" / "concerns.toml").unlink()
    template = load_template(tmp_path / "mine")
    assert template.concerns == ()
    assert template.concern_codes() == frozenset()


def test_a_template_that_was_frozen_before_there_were_any_still_reads() -> None:
    old = TEMPLATE.model_dump(mode="json")
    del old["concerns"]
    assert Template.model_validate_json(json.dumps(old)).concerns == ()


def test_a_code_that_comes_twice_is_found_by_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(library_folder("mass-line-2014"), folder)
    file = folder / "concerns.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace('code = "claim"', 'code = "advice"'), encoding="utf-8"
    )
    with pytest.raises(BadTemplate) as raised:
        load_template(folder)
    line = next(
        at
        for at, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if at > 20 and text == 'code = "advice"'
    )
    assert [(fault.file, fault.line) for fault in raised.value.faults] == [("concerns.toml", line)]
