"""The checker of papers: finds nothing in a good one, and each single thing that was spoiled in it."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from huiyin.kit.errors import BadInput
from huiyin.reports.checker.official import check_official
from huiyin.reports.layout.official import OfficialDocument
from tests.documents.samples import DAY, MARK, briefing, saved, with_part_edited

Spoil = Callable[[Document], object]
Found = list[tuple[str, str]]


def found(paper: io.BytesIO, mark: str = "") -> Found:
    faults = check_official(paper, mark)
    assert all(fault.zh.endswith("。") and fault.en.endswith(".") for fault in faults)
    return [(fault.where.rpartition(" / ")[2], fault.en) for fault in faults]


def spoiled(spoil: Spoil) -> io.BytesIO:
    document = docx.Document(saved(briefing()))
    spoil(document)
    out = io.BytesIO()
    document.save(out)
    out.seek(0)
    return out


def edited(part: str, old: str, new: str) -> io.BytesIO:
    """The good paper with the first `old` (a pattern) in one of its parts replaced."""
    return with_part_edited(saved(briefing()), part, old, new)


def at(document: Document, start: str) -> Paragraph:
    return next(p for p in document.paragraphs if p.text.startswith(start))


def set_font(paragraph: Paragraph, font: str) -> None:
    for fonts in paragraph._p.iter(qn("w:rFonts")):
        fonts.set(qn("w:eastAsia"), font)


def set_size(paragraph: Paragraph, points: float) -> None:
    for run in paragraph.runs:
        run.font.size = Pt(points)


def unindent(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.first_line_indent = Pt(0)
    paragraph._p.find(f"{qn('w:pPr')}/{qn('w:ind')}").set(qn("w:firstLineChars"), "0")


def test_good_papers_have_no_fault() -> None:
    assert found(saved(briefing()), MARK) == []
    assert found(spoiled(lambda document: None), MARK) == []
    plain = OfficialDocument("甲", DAY)
    plain.title("甲")
    plain.paragraph("乙")
    assert found(saved(plain)) == []


PAGE: list[tuple[str, Spoil]] = [
    ("The paper is not A4 upright (210 x 297 mm).", lambda d: setattr(d.sections[0], "page_width", Mm(216))),
    ("The top margin should be 37 mm.", lambda d: setattr(d.sections[0], "top_margin", Mm(25.4))),
    ("The bottom margin should be 35 mm.", lambda d: setattr(d.sections[0], "bottom_margin", Mm(25.4))),
    ("The left margin should be 28 mm.", lambda d: setattr(d.sections[0], "left_margin", Mm(26.9))),
    ("The right margin should be 26 mm.", lambda d: setattr(d.sections[0], "right_margin", Mm(28))),
    ("The footer distance should be 22 mm.", lambda d: setattr(d.sections[0], "footer_distance", Mm(15))),
    (
        "The header lacks the mark 内部未脱敏 (odd pages).",
        lambda d: [paragraph.clear() for paragraph in d.sections[0].header.paragraphs],
    ),
    (
        "The header lacks the mark 内部未脱敏 (even pages).",
        lambda d: [paragraph.clear() for paragraph in d.sections[0].even_page_header.paragraphs],
    ),
]


@pytest.mark.parametrize(("fault", "spoil"), PAGE, ids=[fault for fault, _ in PAGE])
def test_page(fault: str, spoil: Spoil) -> None:
    assert found(spoiled(spoil), MARK) == [("section 1", fault)]


def test_margins_may_be_a_millimetre_off() -> None:
    assert found(spoiled(lambda d: setattr(d.sections[0], "top_margin", Mm(37.9)))) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "where", "fault"),
    [
        ("document", ' w:charSpace="-848"', "", "section 1", "The grid is not 22 lines of 28 characters."),
        ("document", 'w:linePitch="580"', 'w:linePitch="312"', "section 1", "The grid is not 22 lines of 28 characters."),
        ("document", "<w:docGrid[^>]*/>", "", "section 1", "The grid is not 22 lines of 28 characters."),
        ("document", '<w:footerReference w:type="default"[^>]*/>', "", "section 1", "No page number (odd pages)."),
        ("document", '<w:footerReference w:type="even"[^>]*/>', "", "section 1", "No page number (even pages)."),
        ("settings", "<w:evenAndOddHeaders/>", "", "settings", "Odd and even pages share one page number."),
        ("styles", '(<w:lang [^>]*)w:eastAsia="zh-CN"', r'\1w:eastAsia="ja-JP"', "defaults", "The language is not zh-CN."),
    ],
)  # fmt: skip
def test_parts(part: str, old: str, new: str, where: str, fault: str) -> None:
    assert found(edited(f"word/{part}.xml", old, new)) == [(where, fault)]


def test_styles_are_known_by_name_when_another_program_renumbered_them() -> None:
    def renumber(document: Document) -> None:
        for holder, tag, attribute in (
            (document.styles.element, "w:style", "w:styleId"),
            (document.element, "w:pStyle", "w:val"),
        ):
            for found_element in holder.iter(qn(tag)):
                found_element.set(qn(attribute), f"x{found_element.get(qn(attribute))}")
        for based in document.styles.element.iter(qn("w:basedOn")):
            based.set(qn("w:val"), f"x{based.get(qn('w:val'))}")

    assert found(spoiled(renumber), MARK) == []


def test_page_number_may_be_indented_in_twips() -> None:
    def in_twips(document: Document) -> None:
        indent = next(document.sections[0].footer.paragraphs[0]._p.iter(qn("w:ind")))
        del indent.attrib[qn("w:rightChars")]

    assert found(spoiled(in_twips)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (" PAGE ", " NUMPAGES ", "No page number"),
        ("— ", "", "The page number stands without its dashes"),
        (r'<w:jc w:val="\w+"/>', '<w:jc w:val="center"/>', "The page number is on the wrong side"),
        ('Chars="100"', 'Chars="0"', "The page number is not one character in"),
        ('w:eastAsia="宋体"', 'w:eastAsia="黑体"', "The page number is not in 4号 宋体"),
        ('<w:sz w:val="28"/>', '<w:sz w:val="18"/>', "The page number is not in 4号 宋体"),
    ],
)
@pytest.mark.parametrize(("side", "pages"), [("right", "odd"), ("left", "even")])
def test_page_numbers(old: str, new: str, fault: str, side: str, pages: str) -> None:
    with zipfile.ZipFile(saved(briefing())) as parts:
        footers = [name for name in parts.namelist() if "footer" in name and name.endswith(".xml")]
        part = next(name for name in footers if f'w:jc w:val="{side}"' in parts.read(name).decode())
    assert found(edited(part, old, new)) == [("section 1", f"{fault} ({pages} pages).")]


TEXT: list[tuple[str, str, Callable[[Paragraph], object]]] = [
    ("征求意见情况汇总", "The font should be 方正小标宋简体.", lambda p: set_font(p, "黑体")),
    ("征求意见情况汇总", "The letters should be of 22 pt.", lambda p: set_size(p, 18)),
    (
        "征求意见情况汇总",
        "The title should be centred.",
        lambda p: setattr(p, "alignment", WD_ALIGN_PARAGRAPH.LEFT),
    ),
    ("截至", "The font should be 仿宋_GB2312.", lambda p: set_font(p, "宋体")),
    ("截至", "The letters should be of 16 pt.", lambda p: set_size(p, 15)),
    (
        "截至",
        "The line spacing should be exactly 29 pt.",
        lambda p: setattr(p.paragraph_format, "line_spacing", Pt(28)),
    ),
    (
        "截至",
        "The line spacing should be exactly 29 pt.",
        lambda p: setattr(p.paragraph_format, "line_spacing", 1.5),
    ),
    (
        "截至",
        "The line spacing should be exactly 29 pt.",
        lambda p: setattr(p.paragraph_format, "line_spacing_rule", WD_LINE_SPACING.AT_LEAST),
    ),
    ("截至", "The first line should be indented by two characters.", unindent),
    ("一、总", "The font should be 黑体.", lambda p: set_font(p, "仿宋_GB2312")),
    (
        "一、总",
        "A heading of this level begins with 一、 or the next of its kind.",
        lambda p: setattr(p.runs[0], "text", "1.总体情况"),
    ),
    ("（一）", "The font should be 楷体_GB2312.", lambda p: set_font(p, "黑体")),
    (
        "（一）",
        "A heading of this level begins with （一） or the next of its kind.",
        lambda p: setattr(p.runs[0], "text", "(一)渠道"),
    ),
    (
        "1.原话",
        "A heading of this level begins with 1. or the next of its kind.",
        lambda p: setattr(p.runs[0], "text", "原话"),
    ),
    ("（1）", "The font should be 仿宋_GB2312.", lambda p: set_font(p, "黑体")),
    ("（1）", "The first line should be indented by two characters.", unindent),
    ("一、灯", "The font should be 楷体_GB2312.", lambda p: set_font(p, "仿宋_GB2312")),
    (
        "截至",
        "Numbering of this level should be set in 黑体.",
        lambda p: setattr(p.runs[0], "text", "二、渠道"),
    ),
    (
        "截至",
        "Numbering of this level should be set in 楷体_GB2312.",
        lambda p: setattr(p.runs[0], "text", "（二）渠道"),
    ),
    (
        "截至",
        "Month and day have no leading zero.",
        lambda p: setattr(p.runs[0], "text", "截至2014年05月3日"),
    ),
    ("截至", "Month and day have no leading zero.", lambda p: setattr(p.runs[0], "text", "截至5月03日")),
    ("示教", "A document number has no 第.", lambda p: setattr(p.runs[0], "text", "示教〔2014〕第5号")),
    (
        "示教",
        "A document number has no leading zero.",
        lambda p: setattr(p.runs[0], "text", "示教〔2014〕05号"),
    ),
    (
        "示教",
        "The year of a document number stands in 〔〕.",
        lambda p: setattr(p.runs[0], "text", "示教[2014]5号"),
    ),
]


@pytest.mark.parametrize(
    ("start", "fault", "spoil"), TEXT, ids=[f"{start}: {fault}" for start, fault, _ in TEXT]
)
def test_text(start: str, fault: str, spoil: Callable[[Paragraph], object]) -> None:
    paper = spoiled(lambda document: spoil(at(document, start)))
    (where, said), *others = found(paper)
    assert (said, others) == (fault, [])
    assert re.fullmatch(r"paragraph \d+", where)


def test_a_paper_without_title() -> None:
    def retitle(document: Document) -> None:
        at(document, "征求意见情况汇总")._p.getparent().remove(at(document, "征求意见情况汇总")._p)

    assert found(spoiled(retitle)) == [("body", "There is no title.")]


def test_pasted_paragraph_of_an_unknown_style_is_judged_as_body() -> None:
    faults = found(spoiled(lambda document: document.add_paragraph("从别处粘贴来的话。")))
    assert [said for _, said in faults] == ["The first line should be indented by two characters."]


def test_heading_may_run_on_into_its_paragraph() -> None:
    def run_on(document: Document) -> None:
        paragraph = at(document, "截至")
        paragraph.runs[0].text = "正文从这里接着写。"
        lead = paragraph.add_run("（二）渠道。")
        lead._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "楷体_GB2312")
        paragraph._p.insert(1, lead._r)

    assert found(spoiled(run_on)) == []


def test_quoted_words_may_read_as_they_were_written() -> None:
    assert "2014年05月01日" in "".join(p.text for p in docx.Document(saved(briefing())).paragraphs)
    assert found(saved(briefing())) == []


@pytest.mark.parametrize("content", [b"", b"not a paper", b"PK\x03\x04broken"])
def test_what_is_no_paper_is_bad_input(tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "p.docx"
    target.write_bytes(content)
    with pytest.raises(BadInput, match=r"\.docx"):
        check_official(target)


def test_missing_file_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\.docx"):
        check_official(tmp_path / "missing.docx")
