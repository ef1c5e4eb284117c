"""Sheets of a paper form with a stub to tear off, one a page of A4: what is on one, and how it is marked up.

The page to print and the PDF have one markup and one style sheet, which whoever draws hands in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from huiyin.reports.layout.pdf import write_pdf
from huiyin.reports.layout.qr import QrCode, qr_code, qr_code_of_ending


@dataclass(frozen=True)
class PaperForm:
    """What is the same on every sheet of a batch. `columns` are (heading, width); `kinds` (name, whether it is ticked already)."""

    organiser: str
    title: str
    landscape: bool
    filled_by: str
    unit: str
    filled_on: str
    kinds: tuple[tuple[str, bool], ...]
    columns: tuple[tuple[str, int], ...]
    rows: int
    numbered: bool
    foot: tuple[str, ...]
    group: str
    receipt_page: str
    typed_page: str


@dataclass(frozen=True)
class PaperSheet:
    """What is on one sheet alone: its number, and on the stub the code."""

    number: str
    code: str
    blocks: tuple[str, ...]


_STUB = (
    "交表以前沿虚线撕下自己留着，不要和表一起交。",
    "表录进系统以后，凭这个码看办到哪一步、怎么答复，也可以补充、撤回。录入以前查，会告诉您还没有录入。",
    "第一次查，会给您换一个只有您知道的新码。",
    "表和存根都不写姓名，发的时候不记谁拿了哪张；码丢了找不回来。",
)


def sheet_markup(form: PaperForm, sheet: PaperSheet) -> str:
    """One sheet and its stub, as HTML without styles of its own."""
    way = "wide" if form.landscape else "tall"
    kinds = "".join(f"<span>{'☑' if ticked else '□'} {escape(name)}</span>" for name, ticked in form.kinds)
    total = sum(width for _, width in form.columns)
    widths = "".join(f'<col width="{100 * width / total:.1f}%">' for _, width in form.columns)
    heads = "".join(f"<th>{_heading(heading)}</th>" for heading, _ in form.columns)
    empty = "<td></td>" * (len(form.columns) - form.numbered)
    rows = "".join(
        f"<tr>{_number(number) if form.numbered else ''}{empty}</tr>" for number in range(1, form.rows + 1)
    )
    foot = "".join(f"<p>{escape(text)}</p>" for text in form.foot)
    stub = "".join(f"<li>{escape(text)}</li>" for text in _STUB)
    blocks = "".join(f"<span>{escape(block)}</span>" for block in sheet.blocks)
    return (
        f'<article class="paper {way}" lang="zh"><div class="form"><header>'
        f'<div class="by">{escape(form.organiser)}</div><div class="number">{_drawn(qr_code(sheet.number))}'
        f"<span>表号</span><b>{escape(sheet.number[:4])}-{escape(sheet.number[4:])}</b></div></header>"
        f"<h2>{escape(form.title)}</h2>"
        f'<p class="line"><span>{escape(form.filled_by)}：<u>{escape(form.unit)}</u></span>'
        f"<span>{escape(form.filled_on)}：<u>　　　</u>年<u>　　</u>月<u>　　</u>日</span></p>"
        f'<p class="kinds"><span>填表人身份：</span>{kinds}</p>'
        f"<table><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f'<div class="foot">{foot}</div></div>'
        f'<div class="stub"><p class="tear">✂ 沿虚线撕下</p><h3>存根</h3><p class="what">{escape(form.title)}<br>{escape(form.group)}</p>'
        f"{_drawn(qr_code_of_ending(f'{form.receipt_page}#', sheet.code))}"
        f'<p class="code">{blocks}</p><p class="where">扫码，或打开 {escape(form.typed_page)} 输入</p><ul>{stub}</ul></div></article>'
    )


def write_sheets(form: PaperForm, sheets: Sequence[PaperSheet], style: str, path: Path) -> None:
    """One PDF, a page a sheet. Refused where this machine can't draw PDF (pdf.write_pdf)."""
    pages = "".join(sheet_markup(form, sheet) for sheet in sheets)
    write_pdf(
        f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>{escape(form.title)}</title>'
        f"<style>{style}</style><body>{pages}",
        path,
    )


def _number(number: int) -> str:
    return f'<td class="no">{number}</td>'


def _heading(text: str) -> str:
    """What stands in brackets goes below, smaller."""
    name, bracket, rest = text.partition("（")
    return f"{escape(name)}<small>{escape(bracket + rest)}</small>" if bracket else escape(name)


def _drawn(code: QrCode) -> str:
    return f'<svg class="qr" viewBox="0 0 {code.size} {code.size}"><path d="{code.path}" fill="#000"/></svg>'
