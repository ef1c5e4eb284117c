"""Bad input (issue 2, "Shown by" 4): each gives a sentence that says what to do, none a traceback, none kills the process."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import delimited, guarding, read_sheet, sheet_from, unpacking
from tests.rules.sheets import biff
from tests.rules.sheets.biff import compound_of, xls_of

ROOT = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("意见").write_row("A1", ["编号", "意见原文"])
    return out.getvalue()


def with_part(part: str, content: bytes, data: bytes | None = None) -> bytes:
    """Return a workbook with one part put in place of its own."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or workbook())) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
        if part not in source.namelist():
            target.writestr(part, content)
    return out.getvalue()


def with_cells(cells: str) -> bytes:
    return with_part("xl/worksheets/sheet1.xml", f"{ROOT}{cells}</sheetData></worksheet>".encode())


def zip_of(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in names:
            target.writestr(name, "x")
    return out.getvalue()


def lying(data: bytes, part: str) -> bytes:
    """Return a zip whose directory promises ten bytes where a part has more."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(part).file_size
    place = data.rindex(part.encode()) - 46
    assert struct.unpack_from("<I", data, place + 24)[0] == size
    return data[: place + 24] + struct.pack("<I", 10) + data[place + 28 :]


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "是空文件"),
    "blank": (b"\xef\xbb\xbf \r\n\r\n", "是空文件"),
    "binary": (bytes(range(256)) * 20, "二进制数据"),
    "pdf": (b"%PDF-1.4 ...", "其实是PDF"),
    "html table": ("<html><table><tr><td>意见</td></tr></table></html>".encode(), "其实是网页"),
    "spreadsheet xml": (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "其实是网页"),
    "word": (zip_of("[Content_Types].xml", "word/document.xml"), "其实是Word 文档"),
    "zip": (zip_of("意见.xlsx"), "其实是压缩包"),
    "ods": (zip_of("mimetype", "content.xml"), "另一种格式"),
    "cut zip": (workbook()[:2000], "已损坏"),
    "cut xls": (xls_of({"意见": [["a"]]})[:900], "已损坏"),
    "encrypted xlsx": (compound_of("EncryptedPackage", b"x" * 5000), "设有打开密码"),
    "unknown encoding": (b"\xff\xfd\xa0\x80\x81 \xff" * 40, "文字编码"),
    "broken utf-16": (b"\xff\xfe\x00\xd8\x00\xd8" * 40, "文字编码"),
    "far cell": (with_cells('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>'), "过大"),
    "far cell, oddly written": (with_cells("<row><c s='0'  r = 'XFD1048576' ><v>2</v></c></row>"), "过大"),
    "far row without references": (with_cells('<row r="99999999"><c><v>1</v></c></row>'), "过大"),
    "text bomb": (
        with_part(
            "xl/sharedStrings.xml",
            f"<sst><si><t>{'长' * 1_000_000}</t></si></sst>".encode(),
            with_cells(
                "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 1001))
            ),
        ),
        "过大",
    ),
    "zip bomb": (with_part("xl/media/image1.png", bytes(40 * 1024**2)), "过大"),
    "lying zip": (lying(workbook(), "xl/worksheets/sheet1.xml"), "过大"),
    "entity bomb": (
        with_part("xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'),
        "已损坏",
    ),
    "broken xml": (with_cells('<row r="1"><c r="A1"><v>1</c>'), "已损坏"),
    "no worksheet": (with_part("xl/workbook.xml", b"<workbook/>"), "没有工作表"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_chinese_and_english(case: str) -> None:
    data, sentence = REFUSED[case]
    with pytest.raises(BadInput) as refusal:
        sheet_from(data, "意见.xlsx")
    assert sentence in refusal.value.zh
    assert "意见.xlsx" in refusal.value.zh
    assert "意见.xlsx" in refusal.value.en


def test_what_is_no_readable_file_is_told(tmp_path: Path) -> None:
    for path, sentence in [
        (tmp_path / "无.xlsx", "找不到文件“无.xlsx”"),
        (tmp_path, "是文件夹"),
        (tmp_path / ("长" * 300), "无法读取"),
    ]:
        with pytest.raises(BadInput, match=sentence):
            read_sheet(path)


def test_permission_denied_by_the_system_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BadInput, match="没有读取"):
        read_sheet(tmp_path / "锁.xlsx")


def test_too_many_bytes_rows_and_members_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MAX_ROWS", 2)
    with pytest.raises(BadInput, match="超过 2 行"):
        sheet_from(b"a\nb\nc\n", "a.csv")
    monkeypatch.setattr(unpacking, "MAX_MEMBERS", 3)
    with pytest.raises(BadInput, match="过大"):
        sheet_from(workbook(), "a.xlsx")
    monkeypatch.setattr(guarding, "MAX_BYTES", 3)
    with pytest.raises(BadInput, match="超过 0 MB"):
        sheet_from(b"a\nb\nc\n", "a.csv")


def test_a_lost_quotation_mark_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MAX_CELL", 100)
    with pytest.raises(BadInput, match="第 2 行开始的英文双引号没有配对"):
        sheet_from(b'a,b\n1,"' + b"x,y\n" * 100, "a.csv")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('编号,意见\n1,食堂太贵\n2,"停车难\n3,作业多\n4,灯坏了\n', 3),
        (
            '编号,意见\r\n1,"两\r\n行"\r\n2,"停车难\r\n3,"作业,多"\r\n',
            4,
        ),  # a later cell's mark closes it by accident
        ('编号,意见\n1,"就近入学"不公平\n', 2),  # read leniently, the words would lose their marks
        ('"', 1),
    ],
)
def test_a_quotation_mark_that_swallows_rows_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BadInput, match=f"第 {line} 行开始的英文双引号没有配对") as caught:
        sheet_from(text.encode(), "a.csv")
    assert f"line {line} " in caught.value.en


def test_quotation_marks_that_are_text_and_cells_of_several_lines_are_read() -> None:
    sheet = sheet_from('编号,意见\n1,所谓"减负"\n2,"写成""减负""\n，两行"\n'.encode(), "a.csv")
    assert [row[1] for row in sheet.rows[1:]] == ['所谓"减负"', '写成"减负"\n，两行']


def test_a_cell_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MAX_CELL", 100)
    with pytest.raises(BadInput, match="超过 100 字"):
        sheet_from(b"a,b\n1," + b"x" * 200 + b"\n", "a.csv")


@pytest.mark.parametrize("damage", ["far cell", "promise", "promise backwards", "many"])
def test_an_xls_that_asks_for_gigabytes_is_refused(damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    record = biff._record

    def bad(code: int, body: bytes) -> bytes:
        if damage == "far cell" and code == 0x204:
            body = struct.pack("<HH", 65535, 65535) + body[4:]
        if damage == "promise" and code == 0x200:
            body = struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)
        if damage == "promise backwards" and code == 0x200:
            body = struct.pack("<IIHHH", 5, 1, 0, 5, 0)
        if damage == "many" and code == 0x204:
            body = struct.pack("<HH", 65535, 255) + body[4:]
        return record(code, body)

    monkeypatch.setattr(biff, "_record", bad)
    with pytest.raises(BadInput):
        sheet_from(xls_of({name: [["意见"]] for name in "一二三"}), "a.xls")


def test_an_xls_whose_sectors_run_in_a_circle_is_refused() -> None:
    data = bytearray(xls_of({"意见": [["a"]]}))
    table = len(data) - 512
    struct.pack_into("<I", data, table + 4 * 7, 0)
    with pytest.raises(BadInput, match="已损坏"):
        sheet_from(bytes(data), "a.xls")


def test_a_format_that_reaches_to_the_last_cell_is_no_far_cell() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"></c></row>'
    assert sheet_from(with_cells(cells), "a.xlsx").rows == [(1,)]


def test_one_long_text_among_many_cells_is_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_TEXT", 10_000)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_column("A1", ["长" * 500] + [f"短{at}" for at in range(200)])
    assert len(sheet_from(out.getvalue(), "a.xlsx").rows) == 201


def test_the_promise_is_checked_against_the_stream_and_not_against_itself() -> None:
    data = workbook()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = archive.getinfo("xl/worksheets/sheet1.xml")
        whole = archive.read(member)
    assert unpacking.unpacked(data, member, "a.xlsx") == whole
    member.file_size = 10
    member.CRC = zlib.crc32(whole[:10])
    with pytest.raises(BadInput, match="过大"):
        unpacking.unpacked(data, member, "a.xlsx")


def test_a_formula_whose_cached_value_is_an_empty_text_stays_empty() -> None:
    cells = '<row r="1"><c r="A1" t="str"><f>IF(C1="","",1)</f><v></v></c><c r="B1"><f>-食堂太贵</f></c><c r="C1"><v>1</v></c></row>'
    assert sheet_from(with_cells(cells), "a.xlsx").rows == [(None, "=-食堂太贵", 1)]


def test_a_merge_over_the_whole_column_adds_no_rows() -> None:
    cells = (
        f'{ROOT}<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row></sheetData>'
    )
    merge = '<mergeCells count="1"><mergeCell ref="A1:A1048576"/></mergeCells></worksheet>'
    data = with_part("xl/worksheets/sheet1.xml", (cells + merge).encode())
    assert sheet_from(data, "a.xlsx").rows == [(1, None), (1, 2)]
