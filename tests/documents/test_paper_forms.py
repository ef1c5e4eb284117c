"""Paper forms as they come out: opened, measured, and read."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
import segno

from huiyin.process.answers.rules.receipts import printed, typed
from huiyin.process.channels.commands import print_sheets
from huiyin.process.channels.models import PaperBatch
from huiyin.process.channels.rules.paper import Order, Printed, number_typed
from huiyin.reports.layout.paper_form import sheet_markup, write_sheets
from huiyin.reports.layout.qr import QUIET
from huiyin.reports.papers.paper_forms import paper_form_of, paper_sheet_of
from huiyin.web.channels.sheets import STYLE
from tests.world import World

BASE = "https://huiyin.example.cn"
MILLIMETRE = 72 / 25.4
Batch = tuple[PaperBatch, list[Printed]]


@pytest.fixture
def batch(world: World) -> Batch:
    order = Order("云河市第三中学·家长", 3, "parent", date(2014, 6, 5))
    made, sheets = print_sheets(
        world.campaign, world.school, order, nonce=b"n" * 16, by=world.office, at=world.at
    )
    return made, sheets


def needs_pango() -> None:
    try:
        import weasyprint  # noqa: F401, PLC0415
    except OSError:
        pytest.skip("no Pango on this machine")


@pytest.mark.parametrize(("landscape", "width", "height"), [(True, 297, 210), (False, 210, 297)])
def test_a_sheet_a_page_of_a4_with_its_fonts_in_it(
    batch: Batch, tmp_path: Path, landscape: object, width: int, height: int
) -> None:
    needs_pango()
    made, sheets = batch
    form = replace(paper_form_of(made, BASE), landscape=bool(landscape))
    style = STYLE.read_text(encoding="utf-8")
    write_sheets(form, [paper_sheet_of(one) for one in sheets], style, tmp_path / "p.pdf")
    with pikepdf.open(tmp_path / "p.pdf") as pdf:
        assert len(pdf.pages) == 3
        for page in pdf.pages:
            box = [float(side) / MILLIMETRE for side in page.MediaBox][2:]  # type: ignore[union-attr]
            assert box == pytest.approx([width, height], abs=0.1)
            for font in page.Resources.Font.values():  # type: ignore[union-attr]
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert any(name in descriptor for name in ("/FontFile2", "/FontFile3"))


def test_the_headings_are_the_template_s_and_nobody_is_named(batch: Batch) -> None:
    made, sheets = batch
    form = paper_form_of(made, BASE)
    assert [heading for heading, _ in form.columns] == [
        "序号",
        "对象（班子/×××同志）",
        "类别（形式主义/官僚主义/享乐主义/奢靡之风/其他）",
        "存在的主要问题（请举具体事例）",
        "意见建议",
    ]
    assert form.foot[0] == "此表不记名；请于6月5日前投入意见箱。"
    assert ("家长", True) in form.kinds
    assert ("教师", False) in form.kinds
    assert "姓名：" not in sheet_markup(form, paper_sheet_of(sheets[0]))


def test_without_a_day_the_foot_names_none(world: World) -> None:
    made, _ = print_sheets(
        world.campaign, None, Order("窗口", 1), nonce=b"n" * 16, by=world.office, at=world.at
    )
    assert paper_form_of(made, BASE).foot[0] == "此表不记名。"


def test_the_code_is_on_the_stub_alone_and_the_number_on_the_sheet_alone(batch: Batch) -> None:
    made, sheets = batch
    one = paper_sheet_of(sheets[0])
    sheet, stub = sheet_markup(paper_form_of(made, BASE), one).split('<div class="stub">')
    assert typed(printed(sheets[0].code)) == sheets[0].code
    for block in one.blocks:
        assert block not in sheet
        assert block in stub
    assert number_typed(sheets[0].number) == sheets[0].number
    assert sheets[0].number[:4] in sheet
    assert sheets[0].number[:4] not in re.sub(r"<path[^>]*>", "", stub)
    assert _read(stub) == _drawn(f"{BASE}/r#{sheets[0].code}", mask=3)
    assert _read(sheet) == _drawn(sheets[0].number)


def _drawn(text: str, mask: int | None = None) -> list[list[int]]:
    wanted = segno.make_qr(text, error="q", boost_error=False, mask=mask)
    return [[int(dark) for dark in row] for row in wanted.matrix_iter(border=QUIET)]


def _read(markup: str) -> list[list[int]]:
    found = re.search(r'viewBox="0 0 (\d+) \d+"><path d="([^"]+)"', markup)
    assert found is not None
    size = int(found[1])
    drawn = [[0] * size for _ in range(size)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", found[2]):
        drawn[int(y)][int(x) : int(x) + int(length)] = [1] * int(length)
    return drawn
