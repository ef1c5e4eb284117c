"""What people speak of, each with its words: shared by all campaigns, and a template's own."""

import json
import shutil
from pathlib import Path

import pytest

from huiyin.process.campaigns.rules import Template, library_folder, load_template
from huiyin.process.campaigns.rules.concepts import shared_concepts
from huiyin.process.campaigns.rules.faults import BadTemplate, Fault

CODES = ["mass-line-2014", "school-inspection", "study-check-reform-2025"]
TEMPLATE = load_template(library_folder("mass-line-2014"))


@pytest.mark.parametrize("code", CODES)
def test_every_template_has_the_shared_ones_and_its_own(code: str) -> None:
    concepts = load_template(library_folder(code)).concepts
    assert concepts.concepts
    codes = [concept.code for concept in concepts.all()]
    assert len(codes) == len(set(codes)) > 120
    assert all(concept.zh and concept.en and concept.source for concept in concepts.all())


def test_the_shared_ones_are_sound() -> None:
    for concept in shared_concepts().concepts:
        assert len(set(concept.words)) == len(concept.words), concept.code
        assert concept.en.isascii(), concept.code
    assert len(set(shared_concepts().unless)) == len(shared_concepts().unless)


def test_people_say_the_same_in_other_words() -> None:
    one, other = TEMPLATE.concepts.thesaurus().spoken(["中午没肉", "交了钱吃的像和尚饭"])
    assert "meat" in one.keys() & other.keys()


def test_a_template_without_the_file_has_the_shared_ones(tmp_path: Path) -> None:
    shutil.copytree(library_folder("mass-line-2014"), tmp_path / "mine")
    (tmp_path / "mine" / "concepts.toml").unlink()
    assert load_template(tmp_path / "mine").concepts.all() == shared_concepts().concepts


def test_a_template_that_was_frozen_before_there_were_any_still_reads() -> None:
    old = TEMPLATE.model_dump(mode="json")
    del old["concepts"]
    assert Template.model_validate_json(json.dumps(old)).concepts.all() == shared_concepts().concepts


def test_ones_own_takes_the_place_of_the_shared_one(tmp_path: Path) -> None:
    write(tmp_path, row("meat", '"腊肉"'))
    concepts = load_template(tmp_path / "mine").concepts
    assert [one.words for one in concepts.all() if one.code == "meat"] == [("腊肉",)]


def test_a_place_adds_its_own_by_an_overlay(tmp_path: Path) -> None:
    overlay = tmp_path / "local.toml"
    overlay.write_text(
        'base = "mass-line-2014"\nname = "本市"\nby = "活动办"\nwhy = "本地的说法"\n'
        '[[add]]\nto = "concepts.concepts"\nwhy = "本地的说法"\n'
        'row = { code = "noodles", zh = "面条", en = "noodles", words = ["拉面", "刀削"] }\n',
        encoding="utf-8",
    )
    concepts = load_template(library_folder("mass-line-2014"), overlay).concepts
    assert concepts.all()[-1].words == ("拉面", "刀削")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[[concepts]]\ncode = "x"\nzh = "某"\nen = "x"\nwords = []\n', 8, ""),
        ('[[concepts]]\ncode = "x"\nzh = "某"\nen = "x"\nword = ["某"]\n', 4, ""),
        ('[[concepts]]\ncode = "x"\nzh = "某"\nen = "x"\nwords = ["食", "食"]\n', 8, "食"),
        ('unless = ["吃"]\n', 4, ""),
    ],
)
def test_a_fault_is_told_by_its_line_in_both_languages(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    found = faults(tmp_path, text)
    assert (found[0].file, found[0].line) == ("concepts.toml", line)
    assert found[0].zh
    assert found[0].en
    assert said in found[0].zh


def test_a_word_without_letters_is_refused(tmp_path: Path) -> None:
    found = faults(tmp_path, row("x", '"！？"'))
    assert "没有字" in found[0].zh
    assert "has no letters" in found[0].en


def row(code: str, words: str) -> str:
    return f'[[concepts]]\ncode = "{code}"\nzh = "某"\nen = "x"\nwords = [{words}]\n'


def write(tmp_path: Path, text: str) -> None:
    shutil.copytree(library_folder("mass-line-2014"), tmp_path / "mine")
    head = 'source = "本地 / local"\ndefault = true\n\n'
    (tmp_path / "mine" / "concepts.toml").write_text(head + text, encoding="utf-8")


def faults(tmp_path: Path, text: str) -> list[Fault]:
    write(tmp_path, text)
    with pytest.raises(BadTemplate) as raised:
        load_template(tmp_path / "mine")
    return list(raised.value.faults)
