"""Head and foot of a briefing, 简报 (DOMAIN 8.2)."""

from dataclasses import dataclass
from datetime import date

from huiyin.reports.layout import grid
from huiyin.reports.layout.official import OfficialDocument, chinese_date
from huiyin.reports.layout.official_styles import COLOPHON, ISSUE, MAKER, MARK, QUOTE, RED_NAME
from huiyin.reports.layout.word import right_tab

# A name shrinks to stay in one line, from 48 pt down to the 2号 of a title.
_LARGEST, _SMALLEST = 96, grid.TITLE_SIZE


@dataclass(frozen=True)
class BriefingHead:
    """`name` in red (×××活动简报), 第`issue`期 (None: not numbered yet), the office that makes it, its day, and a 按语 if there is one."""

    name: str
    issue: int | None
    maker: str
    on: date
    comment: str = ""


@dataclass(frozen=True)
class BriefingFoot:
    """Who gets it: 报 upward, 送 sideways, 发 downward; an empty one has no line. `copies` may stay open (None)."""

    up: str = ""
    beside: str = ""
    down: str = ""
    copies: int | None = None


def draw_head(paper: OfficialDocument, head: BriefingHead) -> None:
    """Draw the head at the paper's present end; the paper's mark, if any, stands once more below the red line."""
    paper.add(RED_NAME, head.name, _name_size(head.name))
    issue = "　　" if head.issue is None else str(head.issue)
    paper.add(ISSUE, f"第{issue}期")
    right_tab(paper.add(MAKER, f"{head.maker}\t{chinese_date(head.on)}"), MAKER)
    paper.red_line()
    if paper.mark:
        paper.add(MARK, f"【{paper.mark}】")
    if head.comment:
        paper.add(QUOTE, f"按语：{head.comment}")


def draw_foot(paper: OfficialDocument, foot: BriefingFoot) -> None:
    """Draw 版记 at the foot of the page where the text ends."""
    readers = (("报", foot.up), ("送", foot.beside), ("发", foot.down))
    lines = [f"{label}：{who.rstrip('。')}。" for label, who in readers if who]
    copies = "　　" if foot.copies is None else str(foot.copies)
    lines.append(f"{chinese_date(paper.dated)}印发\t共印{copies}份")
    paper.page_foot_table(COLOPHON, lines)


def _name_size(name: str) -> int:
    """Half points at which `name` fills 版心 at most."""
    width = grid.BODY_WIDTH / 10  # half points
    return max(_SMALLEST, min(_LARGEST, int(width // max(1, len(name)))))
