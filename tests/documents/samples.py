"""A ledger and a paper with invented words, good in every point; tests spoil them one point at a time."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date

from huiyin.reports.layout.briefing_head import BriefingFoot, BriefingHead, draw_foot, draw_head
from huiyin.reports.layout.ledger import write_ledger
from huiyin.reports.layout.ledger_shape import Cell, Column, Kind, LedgerSheet
from huiyin.reports.layout.official import OfficialDocument

DAY = date(2014, 5, 3)
MARK = "内部未脱敏"
STATES = ("未销号", "已销号")

COLUMNS = (
    Column("no", "序号", "number"),
    Column("code", "编号", "code"),
    Column("text", "问题", "long_text"),
    Column("until", "整改时限", "date"),
    Column("givers", "反映人数", "number", summed=True),
    Column("state", "销号状态", "choice", choices=STATES),
    Column("remark", "备注"),
)
HEADINGS = ["序号", "编号", "问题", "整改时限", "反映人数", "销号状态", "备注"]
KINDS: dict[str, Kind] = {"编号": "code", "整改时限": "date", "反映人数": "number", "销号状态": "choice"}


def ledger_row(no: int, text: str = "灯管坏了三个月没有人修。", remark: str | None = None) -> dict[str, Cell]:
    return {
        "no": no,
        "code": f"{no:03}",
        "text": text,
        "until": DAY,
        "givers": no * 2,
        "state": STATES[0],
        "remark": remark,
    }


def ledger_sheet(rows: Iterable[Mapping[str, Cell]] | None = None) -> LedgerSheet:
    return LedgerSheet(
        title="班子问题清单",
        columns=COLUMNS,
        rows=[ledger_row(no) for no in (1, 2, 3)] if rows is None else rows,
        unit="示范局",
        filled_on=DAY,
        marks=(MARK,),
    )


def drawn(sheet: LedgerSheet) -> io.BytesIO:
    out = io.BytesIO()
    write_ledger(out, sheet)
    out.seek(0)
    return out


def briefing() -> OfficialDocument:
    paper = OfficialDocument("征求意见情况", DAY, MARK)
    draw_head(paper, BriefingHead("教育实践活动简报", 5, "示范局活动办", DAY, "本期数字来自台账。"))
    paper.title("征求意见情况汇总")
    paper.document_number("示教", 2014, 5)
    paper.addressee("各单位")
    paper.heading(1, "总体情况")
    paper.paragraph("截至2014年5月3日，收到意见120条。\n归并为15组。")
    paper.heading(2, "渠道")
    paper.table(["渠道", "条数"], [["座谈会", "70"], ["意见箱", "50"]], [60, 40], caption="表1　渠道")
    paper.note("未注明渠道的不计入。")
    paper.heading(3, "原话")
    paper.quote("一、灯坏了；2014年05月01日就报了修。")
    paper.heading(4, "其他")
    paper.paragraph("其余见附件。")
    paper.attachments(["意见建议汇总表。", "班子问题清单"])
    paper.signature("示范局活动办")
    draw_foot(paper, BriefingFoot(up="市活动办", down="各单位", copies=50))
    return paper


def saved(paper: OfficialDocument) -> io.BytesIO:
    out = io.BytesIO()
    paper.save(out)
    out.seek(0)
    return out


def with_part_edited(good: io.BytesIO, part: str, old: str, new: str) -> io.BytesIO:
    """A good paper with the first `old` (a pattern) in one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(good) as parts, zipfile.ZipFile(out, "w") as written:
        for name in parts.namelist():
            content = parts.read(name)
            if name == part:
                text, count = re.subn(old, new, content.decode(), count=1)
                assert count == 1
                content = text.encode()
            written.writestr(name, content)
    out.seek(0)
    return out
