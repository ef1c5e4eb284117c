"""The templates that a campaign can be started with: those that ship, and those in a folder of the installation."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from huiyin.process.campaigns.rules.faults import BadTemplate, Fault
from huiyin.process.campaigns.rules.loading import library_folder, load_template, shipped_codes
from huiyin.process.campaigns.rules.template import Template

OVERLAY = "本地补充.toml"


@dataclass(frozen=True)
class Offer:
    """A template by its code, or the faults for which it can't be used."""

    code: str
    template: Template | None
    faults: tuple[Fault, ...] = ()


def offers(own: Path | None) -> list[Offer]:
    """Every template there is; `own` is a folder with one folder a template. Read again only when a file changed."""
    return [_read(folder, _stamp(folder)) for folder in _folders(own)]


def offered(code: str, own: Path | None, overlay: str = "") -> Template | None:
    """The template with this code, None where there is none that can be used.

    `overlay` is the text of local additions, "" for none; BadTemplate with their faults, each with its line.
    """
    plain = next((offer.template for offer in offers(own) if offer.code == code), None)
    if plain is None or not overlay.strip():
        return plain
    folder = next(folder for folder in _folders(own) if folder.name == code)
    with TemporaryDirectory() as place:
        path = Path(place) / OVERLAY
        path.write_text(overlay, encoding="utf-8")
        return load_template(folder, path)


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
