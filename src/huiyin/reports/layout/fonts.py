"""The fonts that the papers name, what stands in for them, and which this machine lacks.

The fonts themselves can't be passed on (DOMAIN 8.1): a paper holds their names only. Word files also carry the chain
of substitutes below as alternative names; a workbook cell can hold one name, there the reader's program chooses.
"""

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
SONGTI = "宋体"
XIAOBIAOSONG = "方正小标宋简体"

# Best first. The first names are the same face under another name, the last one is free and stands on most Linux machines.
SUBSTITUTES: dict[str, tuple[str, ...]] = {
    FANGSONG: (
        "仿宋",
        "FangSong",
        "FangSong_GB2312",
        "STFangsong",
        "FandolFang",
        "FandolFang R",
        "Noto Serif CJK SC",
    ),
    KAITI: ("楷体", "KaiTi", "KaiTi_GB2312", "STKaiti", "AR PL UKai CN", "FandolKai", "Noto Serif CJK SC"),
    HEITI: ("SimHei", "STHeiti", "FandolHei", "Noto Sans CJK SC"),
    SONGTI: ("SimSun", "NSimSun", "STSong", "AR PL UMing CN", "FandolSong", "Noto Serif CJK SC"),
    XIAOBIAOSONG: ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "STZhongsong", "Noto Serif CJK SC"),
}

OFFICIAL_FONTS = (XIAOBIAOSONG, HEITI, KAITI, FANGSONG, SONGTI)
LEDGER_FONTS = (XIAOBIAOSONG, HEITI, FANGSONG)


@dataclass(frozen=True)
class MissingFont:
    """A font that this machine lacks, or may lack: `installed` is False, or None when nobody could say.

    `substitute` is the first font of the chain that is here, the one to choose by hand; None when there is none, or
    nobody could say.
    """

    name: str
    installed: bool | None
    substitute: str | None
    zh: str
    en: str


def installed_families() -> frozenset[str] | None:
    """The font families that fontconfig lists; None when there is no `fc-list`, or it gives no answer in 20 s."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, found on PATH, without a word from outside
            [program, ":", "family"], capture_output=True, check=True, timeout=20
        )
    except (OSError, subprocess.SubprocessError):
        return None
    # A face with names in several languages has them on one line: "SimHei,黑体".
    lines = done.stdout.decode("utf-8", errors="replace").splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(","))


def missing_fonts(names: Iterable[str], installed: frozenset[str] | None) -> list[MissingFont]:
    """Those of `names` that are not among `installed` (from `installed_families()`), in the order given.

    With `installed` None every name is given back, as unknown: silence would read as "all there".
    """
    if installed is None:
        return [_unknown(name) for name in names]
    return [_missing(name, installed) for name in names if name not in installed]


def _unknown(name: str) -> MissingFont:
    zh = f"无法得知本机是否装有“{name}”（没有 fc-list）。"
    en = f"Whether {name} is installed here is unknown (no fc-list)."
    return MissingFont(name, None, None, zh, en)


def _missing(name: str, installed: frozenset[str]) -> MissingFont:
    substitute = next((other for other in SUBSTITUTES.get(name, ()) if other in installed), None)
    if substitute is None:
        zh = f"本机没有“{name}”，也没有合适的代替字体；请安装后再打印。"
        en = f"{name} is not installed here, nor is a fitting substitute; install it before printing."
    else:
        # Not "is shown with": LibreOffice asks fontconfig, which may well choose another face.
        zh = f"本机没有“{name}”，现有字体中以“{substitute}”最宜代替；实际显示由打开文件的软件决定，文件中仍写原字体名。"
        en = (
            f"{name} is not installed here; {substitute} is the best substitute that is, though the program that opens "
            "the file decides what it shows. The file keeps the name."
        )
    return MissingFont(name, False, substitute, zh, en)
