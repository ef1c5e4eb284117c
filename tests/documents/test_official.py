"""The official paper as drawn: the numbers of GB/T 9704-2012 as DOMAIN 8.1 writes them, read from the file itself."""

import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from huiyin.reports.layout.briefing_head import BriefingFoot, BriefingHead, draw_foot, draw_head
from huiyin.reports.layout.labels import label_line
from huiyin.reports.layout.official import OfficialDocument, chinese_date, chinese_number, quoted
from tests.documents.samples import DAY, MARK, briefing, saved


def opened(paper: OfficialDocument) -> Document:
    return docx.Document(saved(paper))


def paper() -> OfficialDocument:
    return OfficialDocument("测试", DAY)


def attributes(document: Document, tag: str) -> dict[str, str]:
    found = next(document.sections[0]._sectPr.iter(qn(tag)))
    return {key.rpartition("}")[2]: value for key, value in found.attrib.items()}


def letters(paragraph: Paragraph) -> set[tuple[str, str]]:
    """Chinese font and size in half points, of each run."""
    return {
        (*run._r.xpath("./w:rPr/w:rFonts/@w:eastAsia"), *run._r.xpath("./w:rPr/w:sz/@w:val"))
        for run in paragraph.runs
    }


def test_page_and_grid() -> None:
    document = opened(briefing())
    assert attributes(document, "w:pgSz") == {"w": "11906", "h": "16838"}
    margins = attributes(document, "w:pgMar")
    assert {side: margins[side] for side in ("top", "bottom", "left", "right")} == {
        "top": "2098", "bottom": "1980", "left": "1587", "right": "1474",
    }  # fmt: skip
    assert 22 * 580 <= 16838 - int(margins["top"]) - int(margins["bottom"]) < 23 * 580
    assert round(int(margins["bottom"]) / 1440 * 25.4, 1) == 34.9
    # 35 mm less 7 mm less the line of 16 pt itself.
    assert int(margins["footer"]) == 1980 - 397 - 320
    assert attributes(document, "w:docGrid") == {
        "type": "linesAndChars",
        "linePitch": "580",
        "charSpace": "-848",
    }


def test_letters_of_title_levels_body_and_quotes() -> None:
    by_start = {p.text[:3]: letters(p) for p in opened(briefing()).paragraphs if p.text}
    assert by_start["征求意"] == {("方正小标宋简体", "44")}
    assert by_start["一、总"] == {("黑体", "32")}
    assert by_start["（一）"] == {("楷体_GB2312", "32")}
    assert by_start["1.原"] == by_start["（1）"] == by_start["截至2"] == {("仿宋_GB2312", "32")}
    assert by_start["一、灯"] == {("楷体_GB2312", "32")}


def test_western_letters_stand_in_the_chinese_font() -> None:
    for run in (run for p in opened(briefing()).paragraphs for run in p.runs):
        fonts = {
            run._r.xpath(f"./w:rPr/w:rFonts/@w:{script}")[0] for script in ("ascii", "hAnsi", "eastAsia")
        }
        assert len(fonts) == 1
        assert run._r.xpath("./w:rPr/w:lang/@w:eastAsia") == ["zh-CN"]


def test_28_characters_fit_into_a_line_of_the_body() -> None:
    style = docx.Document(saved(paper())).styles["公文正文"].element
    closer = int(style.rPr.find(qn("w:spacing")).get(qn("w:val")))  # twips
    assert 28 * (16 * 20 + closer) <= 11906 - 1587 - 1474 < 29 * (16 * 20 + closer)
    spacing, indent = style.pPr.find(qn("w:spacing")), style.pPr.find(qn("w:ind"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("580", "exact")
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "640")


def test_headings_count_themselves() -> None:
    drawn = paper()
    for level in (1, 2, 2, 3, 4, 4, 3, 1, 2, 3):
        drawn.heading(level, "甲")
    assert [p.text[:-1] for p in opened(drawn).paragraphs] == [
        "一、", "（一）", "（二）", "1.", "（1）", "（2）", "2.", "二、", "（一）", "1.",
    ]  # fmt: skip


@pytest.mark.parametrize("level", [0, 5])
def test_there_are_four_levels(level: int) -> None:
    with pytest.raises(ValueError, match="level"):
        paper().heading(level, "甲")


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")],
)
def test_chinese_numbers(number: int, written: str) -> None:
    assert chinese_number(number) == written


@pytest.mark.parametrize("number", [0, 100])
def test_chinese_numbers_end_at_99(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


def test_dates_and_document_numbers_have_no_leading_zero() -> None:
    drawn = paper()
    drawn.document_number("示教", 2014, 5)
    drawn.signature("示范局", date(2014, 5, 3))
    assert [p.text for p in opened(drawn).paragraphs if p.text] == [
        "示教〔2014〕5号",
        "示范局",
        "2014年5月3日",
    ]
    assert chinese_date(date(2014, 12, 31)) == "2014年12月31日"


@pytest.mark.parametrize(("given", "lines"), [({}, 1), ({"lines_above": 2}, 2)])
def test_title_stands_free(given: dict[str, int], lines: int) -> None:
    drawn = paper()
    drawn.red_line()
    drawn.title("甲\n乙", **given)
    assert [p.text for p in opened(drawn).paragraphs] == [""] * (1 + lines) + ["甲\n乙", ""]


def test_lines_become_paragraphs() -> None:
    drawn = paper()
    drawn.paragraph("甲\r\n\n 乙 \n")
    assert [p.text for p in opened(drawn).paragraphs] == ["甲", "乙"]


def test_attachments_and_addressee_lose_their_stray_marks() -> None:
    drawn = paper()
    drawn.addressee("各单位:")
    drawn.attachments(["汇总表。"])
    drawn.attachments(["甲表", "乙表；"])
    words = [p.text for p in opened(drawn).paragraphs if p.text]
    assert words == ["各单位：", "附件：汇总表", "附件：1. 甲表", "　　　2. 乙表"]


def test_table_repeats_its_head_and_keeps_its_widths() -> None:
    drawn = paper()
    drawn.table(["渠道", "条数"], [["座谈会", "70"]], [100, 56], aligns=["left", "right"])
    table = opened(drawn).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["渠道", "条数"], ["座谈会", "70"]]
    first, second = (row._tr.trPr for row in table.rows)
    assert first.find(qn("w:tblHeader")) is not None
    assert second.find(qn("w:tblHeader")) is None
    assert second.find(qn("w:cantSplit")) is not None
    assert [cell.width.twips for cell in table.rows[0].cells if cell.width] == [5669, 3175]
    assert letters(table.rows[0].cells[0].paragraphs[0]) == {("黑体", "24")}


@pytest.mark.parametrize(
    ("widths", "row"), [([100, 57], ["甲", "乙"]), ([100, 56], ["甲"]), ([156], ["甲", "乙"])]
)
def test_table_that_does_not_fit_is_refused(widths: list[float], row: list[str]) -> None:
    with pytest.raises(ValueError, match=r"156 mm|zip"):
        paper().table(["渠道", "条数"], [row], widths)


def test_page_numbers_on_odd_and_even_pages() -> None:
    section = opened(briefing()).sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert "".join(t.text or "" for t in paragraph._p.iter(qn("w:t"))) == "— 1 —"
        assert [f.get(qn("w:instr")) for f in paragraph._p.iter(qn("w:fldSimple"))] == [" PAGE "]
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert paragraph._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"
        assert letters(paragraph) == {("宋体", "28")}


def test_mark_stands_in_both_headers_and_below_the_head() -> None:
    document = opened(briefing())
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        assert [line.text for line in header.paragraphs] == [
            label_line([MARK])
        ]  # once, with the line that follows it
    words = [p.text for p in document.paragraphs]
    assert words[0] == "教育实践活动简报"
    assert words[4:6] == [f"【{MARK}】", "按语：本期数字来自台账。"]
    assert MARK not in "".join(p.text for p in opened(paper()).sections[0].header.paragraphs)


def test_head_of_a_briefing() -> None:
    document = opened(briefing())
    name, issue, maker, rule = document.paragraphs[:4]
    assert name._p.xpath(".//w:color/@w:val") == ["FF0000"]
    assert (issue.text, maker.text) == ("第5期", "示范局活动办\t2014年5月3日")
    assert rule._p.xpath(".//w:pBdr/w:bottom/@w:color") == ["FF0000"]


@pytest.mark.parametrize(("characters", "size"), [(4, "96"), (9, "96"), (14, "63"), (20, "44"), (40, "44")])
def test_long_names_shrink_to_their_line(characters: int, size: str) -> None:
    drawn = paper()
    draw_head(drawn, BriefingHead("报" * characters, 1, "甲", DAY))
    assert letters(opened(drawn).paragraphs[0]) == {("方正小标宋简体", size)}


def test_foot_of_a_briefing_leaves_out_who_is_not_named() -> None:
    drawn = paper()
    draw_foot(drawn, BriefingFoot(up="市活动办。", down="各单位"))
    table = opened(drawn).tables[0]
    assert [row.cells[0].text for row in table.rows] == [
        "报：市活动办。",
        "发：各单位。",
        "2014年5月3日印发\t共印　　份",
    ]
    sizes = {
        line.tag.rpartition("}")[2]: line.get(qn("w:sz"))
        for line in table._tbl.tblPr.find(qn("w:tblBorders"))
    }
    assert (sizes["top"], sizes["insideH"], sizes["bottom"]) == ("8", "6", "8")


def test_foot_is_the_last_but_for_the_point_it_hangs_on() -> None:
    body = opened(briefing()).element.body
    kinds = [child.tag.rpartition("}")[2] for child in body]
    assert kinds[-4:] == ["p", "tbl", "p", "sectPr"]
    assert body.xpath("./w:p[last()]//w:spacing/@w:line") == ["20"]


def test_unprintable_characters_are_shown_and_counted() -> None:
    drawn = paper()
    drawn.paragraph("坏\x00了")
    drawn.table(["\x01"], [["\ud800"]])
    document = opened(drawn)
    assert document.paragraphs[0].text == "坏␀了"
    assert [row.cells[0].text for row in document.tables[0].rows] == ["␁", "�"]
    assert drawn.replaced == 3


def test_same_paper_gives_the_same_bytes_whenever_it_is_saved() -> None:
    first, second = saved(briefing()), saved(briefing())
    assert first.getvalue() == second.getvalue()
    with zipfile.ZipFile(first) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name or "customXml" in name]
    assert docx.Document(second).core_properties.modified == docx.Document(second).core_properties.created
    assert str(docx.Document(second).core_properties.created)[:10] == "2014-05-03"


def test_substitutes_travel_with_the_file() -> None:
    with zipfile.ZipFile(saved(paper())) as parts:
        fonts = parts.read("word/fontTable.xml").decode()
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,' in fonts


def test_saving_to_a_path(tmp_path: Path) -> None:
    target = tmp_path / "p.docx"
    briefing().save(target)
    assert target.read_bytes() == saved(briefing()).getvalue()


def test_a_quotation_within_a_quotation_has_the_inner_marks() -> None:
    assert quoted("整改落实“回头看”") == "“整改落实‘回头看’”"
    assert quoted("他说“要‘真改’”") == "“他说‘要“真改”’”"
    assert quoted("例会长") == "“例会长”"
