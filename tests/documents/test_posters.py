"""The posters as they come out: opened, measured, and the QR code read back from what was drawn."""

import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest
import segno

from huiyin.kit.errors import Refused
from huiyin.process.channels.commands import open_entrance
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.rules.addresses import say_address, to_type
from huiyin.reports.layout import pdf
from huiyin.reports.layout.posters import Poster, Size, write_posters
from huiyin.reports.layout.qr import ANY_MASK, QUIET, QrCode, qr_code, qr_code_of_ending
from huiyin.reports.papers.posters import poster_of
from tests.world import World

BASE = "https://huiyin.example.cn"
MILLIMETRE = 72 / 25.4


@pytest.fixture
def entrance(world: World) -> Entrance:
    return open_entrance(
        world.campaign, name="三中学生", channel="online", about=world.school, pupils=True,
        opens_on=date(2014, 5, 23), closes_on=date(2014, 6, 10), by=world.office, at=world.at,
    )  # fmt: skip


def needs_pango() -> None:
    try:
        import weasyprint  # noqa: F401, PLC0415
    except OSError:
        pytest.skip("no Pango on this machine")


@pytest.mark.parametrize(("size", "width", "height"), [(Size.A4, 210, 297), (Size.A5, 148, 210)])
def test_a_sheet_a_poster_of_the_size_with_its_fonts_in_it(
    entrance: Entrance, tmp_path: Path, size: Size, width: int, height: int
) -> None:
    needs_pango()
    sheets = [poster_of(entrance, BASE)] * 3
    write_posters(sheets, tmp_path / "p.pdf", size)
    with pikepdf.open(tmp_path / "p.pdf") as made:
        assert len(made.pages) == 3
        box = [float(side) / MILLIMETRE for side in made.pages[0].MediaBox][2:]  # type: ignore[union-attr]
        assert box == pytest.approx([width, height], abs=0.1)
        for page in made.pages:
            for font in page.Resources.Font.values():  # type: ignore[union-attr]
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert any(name in descriptor for name in ("/FontFile2", "/FontFile3"))


def test_the_squares_are_the_address(entrance: Entrance) -> None:
    poster = poster_of(entrance, BASE)
    assert poster.address == f"https://huiyin.example.cn/say/{entrance.code}"
    assert drawn(poster.code) == squares(poster.address, mask=None)


@pytest.mark.parametrize(
    "start",
    ["http://127.0.0.1:8000/r#", "https://huiyin.example.cn/r#", "http://回音.example/r#", "HTTP://A/"],
)
@pytest.mark.parametrize("ending", ["7K3QM9XA22222222", "YYYYYYYYYYYYYYYY", "23456789ABCDEFGH"])
def test_a_code_made_of_its_change_from_another_is_the_one_drawn_anew(start: str, ending: str) -> None:
    assert drawn(qr_code_of_ending(start, ending)) == squares(start + ending, mask=ANY_MASK)


def drawn(code: QrCode) -> list[list[int]]:
    found = [[0] * code.size for _ in range(code.size)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.path):
        found[int(y)][int(x) : int(x) + int(length)] = [1] * int(length)
    return found


def squares(text: str, mask: int | None) -> list[list[int]]:
    wanted = segno.make_qr(text, error="q", boost_error=False, mask=mask)
    return [[int(dark) for dark in row] for row in wanted.matrix_iter(border=QUIET)]


def test_a_code_has_its_quiet_zone() -> None:
    code = qr_code("x")
    assert code.size == 21 + 2 * QUIET


def test_what_is_promised_is_true_of_this_entrance(world: World, entrance: Entrance) -> None:
    poster = poster_of(entrance, BASE)
    assert "三中学生" in poster.group
    assert "云河市第三中学和它的负责人看不到" in poster.unread
    assert "十四岁" in poster.promises[0]
    assert poster.days == "2014 年 5 月 23 日起，到 6 月 10 日止"
    own = open_entrance(world.campaign, name="窗口", channel="online", by=world.office, at=world.at)
    assert "活动办看不到" in poster_of(own, BASE).unread
    assert len(poster_of(own, BASE).promises) == 3


def test_an_address_is_typed_without_its_scheme() -> None:
    assert to_type(say_address("http://10.0.0.8:8000/", "abc")) == "10.0.0.8:8000/say/abc"


def test_a_machine_without_chinese_fonts_says_what_to_install(
    entrance: Entrance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "installed_families", lambda: frozenset({"DejaVu Sans"}))
    with pytest.raises(Refused, match="fonts-noto-cjk"):
        write_posters([poster_of(entrance, BASE)], tmp_path / "p.pdf")
    assert not (tmp_path / "p.pdf").exists()


def test_words_of_an_entrance_are_words_and_no_mark_up(tmp_path: Path) -> None:
    needs_pango()
    poster = Poster(
        "甲", "乙", "<img src='file:///etc/passwd'>", "http://x/say/y", "x", ("一",), "二", "三", "四"
    )
    write_posters([poster], tmp_path / "p.pdf")
    with pikepdf.open(tmp_path / "p.pdf") as made:
        assert not made.pages[0].Resources.get("/XObject", {})
