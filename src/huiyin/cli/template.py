"""`huiyin template`: campaign templates."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from huiyin.process.campaigns.rules import Template, library_folder, load_template
from huiyin.process.campaigns.rules.explaining import explained, to_confirm
from huiyin.process.campaigns.rules.explaining_lines import Line, Section
from huiyin.process.campaigns.rules.wording import Said

_ONES = "一二三四五六七八九"
_NUMERALS = (*_ONES, *(f"{tens}{one}" for tens in ("十", "二十") for one in ("", *_ONES)))
_BESIDE = "；"

overlay_option = click.option(
    "--overlay",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="本地补充（.toml），见 docs/overlays.md",
)


def found_template(name: str, overlay: Path | None = None) -> Template:
    """The template in a folder, or the shipped one of that code, with its local additions."""
    folder = Path(name)
    return load_template(folder if folder.is_dir() else library_folder(name), overlay)


@click.group()
def template() -> None:
    """活动模板。 Campaign templates."""


@template.command()
@click.argument("path")
@overlay_option
def check(path: str, overlay: Path | None) -> None:
    """检查模板文件夹，逐条说明错误所在的文件、行和可填的值。 Explain every error by file and line.

    PATH 是文件夹，或随软件提供的模板代码。 PATH is a folder, or the code of a shipped template.
    """
    found = found_template(path, overlay)
    local = f"，本地补充 {len(found.overlay)} 处" if found.overlay else ""
    concerns = f"诉求类型 {len(found.concerns)} 项，" if found.concerns else ""
    click.echo(
        f"模板 {found.code} 第 {found.version} 版可用：{found.focus.zh}类别 {len(found.focus_leaves())} 项，专题 {len(found.topics)} 项，"
        f"{concerns}环节 {len(found.stages)} 个，表样 {len(found.forms)} 种{local}。摘要 {found.digest[:16]}"
    )
    click.echo(f"Template {found.code} version {found.version} is valid.")


@template.command()
@click.argument("path")
@overlay_option
@click.option("--json", "as_json", is_flag=True, help="以 JSON 打印，中英文都有")
def show(path: str, overlay: Path | None, *, as_json: bool) -> None:
    """用平常话讲清一个模板：谁、做什么、何时完成、怎样把关。 Explain a template in plain words.

    PATH 是文件夹，或随软件提供的模板代码。 PATH is a folder, or the code of a shipped template.
    """
    found = found_template(path, overlay)
    sections = explained(found)
    if as_json:
        click.echo(json.dumps(_as_json(found, sections), ensure_ascii=False, indent=1))
        return
    for line in _as_text(found, sections):
        click.echo(line)


def _as_text(template: Template, sections: tuple[Section, ...]) -> Iterator[str]:
    campaign = template.campaign
    yield f"{campaign.zh}（{template.code} 第 {template.version} 版）"
    yield f"出处：{campaign.source}"
    waiting = to_confirm(sections)
    if waiting:
        yield f"标 * 的 {waiting} 处是惯例，没有核对到原文，启动活动时请逐项确认。"
    for number, section in enumerate(sections):
        yield ""
        yield f"{_NUMERALS[number]}、{section.name.zh}"
        for line in section.lines:
            yield from _lines(line, 1, with_source=section.code == "parameters")


def _lines(line: Line, depth: int, *, with_source: bool) -> Iterator[str]:
    marks = ("*" if line.default else "") + ("【本地】" if line.local else "")
    count = [f"词 {len(line.words)} 个"] if line.words else []
    says = _BESIDE.join([*(said.zh for said in line.says), *count])
    source = f"。出处：{line.source}" if with_source and line.source else ""
    yield "  " * depth + f"{line.name.zh}{marks}{'：' if says else ''}{says}{source}"
    for part in line.parts:
        yield from _lines(part, depth + 1, with_source=with_source)


def _as_json(template: Template, sections: tuple[Section, ...]) -> dict[str, Any]:
    campaign = template.campaign
    return {
        "code": template.code,
        "version": template.version,
        "digest": template.digest,
        "name": _said(Said(campaign.zh, campaign.en)),
        "source": campaign.source,
        "to_confirm": to_confirm(sections),
        "sections": [
            {
                "code": section.code,
                "name": _said(section.name),
                "lines": [_line(line) for line in section.lines],
            }
            for section in sections
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": _said(line.name),
        "says": [_said(said) for said in line.says],
        "source": line.source,
        "default": line.default,
        "local": line.local,
        "parts": [_line(part) for part in line.parts],
        "words": list(line.words),
    }


def _said(said: Said) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}
