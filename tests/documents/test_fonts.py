"""Which fonts are missing, and what stands in for them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from huiyin.reports.layout.fonts import (
    LEDGER_FONTS,
    OFFICIAL_FONTS,
    SUBSTITUTES,
    installed_families,
    missing_fonts,
)


def test_installed_fonts_are_not_mentioned() -> None:
    assert missing_fonts(OFFICIAL_FONTS, frozenset(OFFICIAL_FONTS)) == []


def test_first_substitute_of_the_chain_that_is_there_is_named() -> None:
    found = missing_fonts(["仿宋_GB2312", "黑体"], frozenset({"Noto Serif CJK SC", "FangSong", "黑体"}))
    assert [(font.name, font.installed, font.substitute) for font in found] == [
        ("仿宋_GB2312", False, "FangSong")
    ]
    assert "FangSong" in found[0].zh
    assert "FangSong" in found[0].en


@pytest.mark.parametrize("name", ["楷体_GB2312", "没有这种字体"])
def test_no_substitute_is_said_plainly(name: str) -> None:
    (found,) = missing_fonts([name], frozenset({"DejaVu Sans"}))
    assert (found.installed, found.substitute) == (False, None)
    assert "install it" in found.en


def test_unknown_is_not_taken_for_installed() -> None:
    found = missing_fonts(LEDGER_FONTS, None)
    assert [(font.name, font.installed) for font in found] == [(name, None) for name in LEDGER_FONTS]
    assert "unknown" in found[0].en


def test_every_font_that_papers_name_has_a_chain_with_a_free_end() -> None:
    assert set(OFFICIAL_FONTS) | set(LEDGER_FONTS) == set(SUBSTITUTES)
    assert {chain[-1] for chain in SUBSTITUTES.values()} == {"Noto Serif CJK SC", "Noto Sans CJK SC"}


def test_families_are_read_with_all_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tmp_path / "fc-list"
    listed.write_text("#!/bin/sh\nprintf 'SimHei,黑体\\nNoto Serif CJK SC\\n'\n", encoding="utf-8")
    listed.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert installed_families() == frozenset({"SimHei", "黑体", "Noto Serif CJK SC"})


def test_without_fc_list_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert installed_families() is None


def test_fc_list_that_fails_or_hangs_is_nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object, **_options: object) -> None:
        raise subprocess.TimeoutExpired("fc-list", 20)

    monkeypatch.setattr(shutil, "which", lambda _name: "fc-list")
    monkeypatch.setattr(subprocess, "run", fails)
    assert installed_families() is None
