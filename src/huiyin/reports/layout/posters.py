"""Posters with a QR code, a sheet each, on A4 or A5: what is on one, and how it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from pathlib import Path

from huiyin.reports.layout.pdf import CHINESE, write_pdf
from huiyin.reports.layout.qr import QrCode, qr_code


class Size(StrEnum):
    """The sheet."""

    A4 = "A4"
    A5 = "A5"


@dataclass(frozen=True)
class Poster:
    """What stands on a poster, from top to bottom. `typed` is the address as people type it."""

    organiser: str
    title: str
    group: str
    address: str
    typed: str
    promises: tuple[str, ...]
    readers: str
    unread: str
    days: str
    how: str = "手机扫码，或在浏览器里输入"

    @property
    def code(self) -> QrCode:
        return qr_code(self.address)


# Everything is in parts of the sheet's width (an A4 is 1em = 5 mm), so that the A5 is the same picture, smaller.
_EM = {Size.A4: "5mm", Size.A5: "3.52mm"}
_STYLE = """
@page { size: %(size)s; margin: 0 }
html { font: 400 %(em)s/1.5 %(fonts)s; color: #1f2328 }
body { margin: 0 }
h1, p, ol { margin: 0 }
.poster { box-sizing: border-box; height: %(height)s; padding: 3.2em 3.4em 2em; break-after: page; text-align: center; position: relative }
.poster:last-child { break-after: auto }
.organiser { font-size: .95em; color: #4b5057 }
h1 { font: 700 3.1em/1.3 "Noto Serif CJK SC", "Source Han Serif SC", serif; letter-spacing: .06em; margin: .35em 0 .1em }
.group { font-size: 1.35em; font-weight: 700; border-bottom: .08em solid #b3361f; display: inline-block; padding: 0 .6em .25em }
svg { display: block; margin: 1.1em auto .5em; width: 20em; height: 20em }
.how { font-size: 1em; color: #4b5057 }
.typed { font: 700 1.3em/1.4 "Noto Sans Mono CJK SC", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere }
ol { text-align: left; margin: 1.1em 0 0; padding: .9em 0 0; border-top: .05em solid #c9c2b5; list-style: none }
li { padding: .18em 0 .18em 1.6em; position: relative }
li b { position: absolute; left: 0; color: #b3361f }
.readers { text-align: left; font-size: .9em; margin-top: .8em; padding: .7em 1em; background: #f6f3ec; line-height: 1.65 }
.days { position: absolute; left: 0; right: 0; bottom: 1.6em; font-size: .85em; color: #666b72 }
"""
_HEIGHT = {Size.A4: "297mm", Size.A5: "210mm"}


def write_posters(posters: Sequence[Poster], path: Path, size: Size = Size.A4) -> None:
    """One PDF, a sheet a poster. Refused where this machine can't draw PDF (pdf.write_pdf)."""
    fonts = ", ".join(f'"{name}"' for name in CHINESE) + ", sans-serif"
    style = _STYLE % {"size": size.value, "em": _EM[size], "height": _HEIGHT[size], "fonts": fonts}
    sheets = "".join(map(_sheet, posters))
    write_pdf(
        f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>{escape(posters[0].title)}</title>'
        f"<style>{style}</style><body>{sheets}",
        path,
    )


def _sheet(poster: Poster) -> str:
    code = poster.code
    promises = "".join(
        f"<li><b>{number}</b>{escape(text)}</li>" for number, text in enumerate(poster.promises, 1)
    )
    return (
        f'<section class="poster"><p class="organiser">{escape(poster.organiser)}</p><h1>{escape(poster.title)}</h1>'
        f'<p class="group">{escape(poster.group)}</p>'
        f'<svg viewBox="0 0 {code.size} {code.size}"><path d="{code.path}" fill="#000"/></svg>'
        f'<p class="how">{escape(poster.how)}</p><p class="typed">{escape(poster.typed)}</p><ol>{promises}</ol>'
        f'<p class="readers">{escape(poster.readers)}<br>{escape(poster.unread)}</p><p class="days">{escape(poster.days)}</p></section>'
    )
