"""HTML as PDF. The library needs Pango on the machine: where it is missing, that is said, and the page to print stays."""

from pathlib import Path

from huiyin.kit.errors import Refused
from huiyin.reports.layout.fonts import installed_families

CHINESE = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "Microsoft YaHei", "PingFang SC")
"""Fonts with Chinese that are drawn with, best first."""


def write_pdf(html: str, path: Path) -> None:
    """Write a whole HTML document, with its styles in it, as a PDF; nothing is fetched from anywhere.

    Refused where the machine lacks Pango or any font with Chinese, with what to install.
    """
    if (families := installed_families()) is not None and not families & set(CHINESE):
        raise _lacking("中文字体", "a font with Chinese")
    try:
        from weasyprint import HTML  # noqa: PLC0415 - loads Pango, which a server may lack
    except OSError as error:
        raise _lacking("Pango", "Pango") from error
    HTML(string=html, url_fetcher=_fetch_nothing).write_pdf(path, presentational_hints=True)


def _fetch_nothing(url: str, *_more: object, **_options: object) -> dict[str, object]:
    raise ValueError(f"not fetched: {url}")


def _lacking(zh: str, en: str) -> Refused:
    return Refused(
        f"服务器上没有{zh}，做不了 PDF。请管理员安装（Debian：apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
        "libharfbuzz-subset0 fonts-noto-cjk）；现在可以用浏览器打印这一页。",
        f"The server lacks {en}, so there is no PDF. Have it installed (Debian: apt-get install libpango-1.0-0 "
        "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk); until then print this page from the browser.",
    )
