"""The templates that a campaign can be started with: those that ship, and those in a folder of the installation."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from huiyin.process.campaigns.rules.faults import BadTemplate, Fault
from huiyin.process.campaigns.rules.loading import library_folder, load_template, shipped_codes
from huiyin.process.campaigns.rules.template import Template


@dataclass(frozen=True)
class Offer:
    """A template by its code, or the faults for which it can't be used."""

    code: str
    template: Template | None
    faults: tuple[Fault, ...] = ()


def offers(own: Path | None) -> list[Offer]:
    """Every template there is; `own` is a folder with one folder a template. Read again only when a file changed."""
    return [_read(folder, _stamp(folder)) for folder in _folders(own)]


def offered(code: str, own: Path | None) -> Template | None:
    """The template with this code, None where there is none that can be used."""
    return next((offer.template for offer in offers(own) if offer.code == code), None)


def _folders(own: Path | None) -> Iterator[Path]:
    shipped = shipped_codes()
    yield from (library_folder(code) for code in shipped)
    if own is not None and own.is_dir():
        found = sorted(path.parent for path in own.glob("*/campaign.toml"))
        yield from (folder for folder in found if folder.name not in shipped)


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.toml")))


@lru_cache(maxsize=64)
def _read(folder: Path, _stamped: tuple[tuple[str, int], ...]) -> Offer:
    try:
        return Offer(folder.name, load_template(folder))
    except BadTemplate as error:
        return Offer(folder.name, None, error.faults)
