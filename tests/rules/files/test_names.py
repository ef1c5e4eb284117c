"""Names are for people: no path, nothing invisible, the ending that the content has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.platform.files.rules import clean_name, download_headers
from huiyin.platform.files.rules.kinds import JPEG, PDF, TEXT, FileType
from huiyin.platform.files.rules.names import LONGEST_NAME

NAMES = [
    ("整改方案.pdf", PDF, "整改方案.pdf"),
    ("整改方案.PDF", PDF, "整改方案.pdf"),
    ("整改方案.doc", PDF, "整改方案.doc.pdf"),
    ("照片.jpeg", JPEG, "照片.jpeg"),
    ("名单.csv", TEXT, "名单.csv"),
    ("名单", TEXT, "名单.txt"),
    ("C:\\Users\\某人\\a.pdf", PDF, "a.pdf"),
    ("../../etc/passwd", TEXT, "passwd.txt"),
    ("会议\u202efdp.exe", PDF, "会议fdp.exe.pdf"),
    ("一\r\nSet-Cookie: x\x00.pdf", PDF, "一 Set-Cookie_ x.pdf"),
    ("a\ud800b.pdf", PDF, "a_b.pdf"),
    ("con.pdf", PDF, "_con.pdf"),
    ("...", PDF, "附件.pdf"),
    ("", PDF, "附件.pdf"),
    (".pdf", PDF, "附件.pdf"),
    ("长" * 300 + ".pdf", PDF, "长" * 116 + ".pdf"),
]


@pytest.mark.parametrize(("name", "file_type", "clean"), NAMES)
def test_a_name_is_cleaned(name: str, file_type: FileType, clean: str) -> None:
    assert clean_name(name, file_type) == clean


@given(st.text())
def test_any_name_becomes_a_short_visible_one(name: str) -> None:
    clean = clean_name(name, PDF)
    assert len(clean) <= LONGEST_NAME + 1
    assert clean.endswith(".pdf")
    assert not set(clean) & set('/\\<>:"|?*\r\n\0\u202e')
    assert clean_name(clean, PDF) == clean


def test_a_file_leaves_to_be_saved_and_never_to_be_shown() -> None:
    assert download_headers("整改 方案.pdf") == {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": "attachment; filename=\"pdf\"; filename*=UTF-8''%E6%95%B4%E6%94%B9%20%E6%96%B9%E6%A1%88.pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


@given(st.text(alphabet=st.characters()))
def test_no_name_gets_out_of_its_header(name: str) -> None:
    line = download_headers(name)["Content-Disposition"]
    assert line.isascii()
    assert not set(line) & set("\r\n\0")
    assert line.count('"') == 2
    assert line.count(";") == 2
