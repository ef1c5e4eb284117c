"""From a folder of TOML to a Template, or to the list of everything that is wrong with it."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from huiyin.kit.errors import BadInput
from huiyin.process.campaigns.rules.complaints import complaints
from huiyin.process.campaigns.rules.faults import BadTemplate, Fault
from huiyin.process.campaigns.rules.folder import Folder
from huiyin.process.campaigns.rules.lines import TomlPath, line_map, line_of, too_much
from huiyin.process.campaigns.rules.needs import unmet_needs
from huiyin.process.campaigns.rules.overlay import STEM, Merged, OverlayFile, merged
from huiyin.process.campaigns.rules.references import Remark, broken_references
from huiyin.process.campaigns.rules.soundness import unsound
from huiyin.process.campaigns.rules.template import Template

_NAMES = tuple(f"{stem}.toml" for stem in Folder.model_fields)
_TOML_ERROR_LINE = re.compile(r"at line (\d+)")
_LIBRARY = Path(str(files("huiyin") / "library"))


def load_template(folder: Path, overlay: Path | None = None) -> Template:
    """The template in a folder of TOML files, one per field of `Folder`, with the local additions of an overlay file.

    Raises BadTemplate with every fault of every file, each with its line; a file that isn't TOML is reported as such
    and does not hide the faults of the others. What an overlay brings is told by the overlay's own lines.
    """
    if not folder.is_dir():
        raise BadInput(f"没有这个模板文件夹：{folder}", f"there is no template folder {folder}")
    reading = _Reading()
    for path in sorted(folder.glob("*.toml")):
        reading.read(path)
    if overlay is not None:
        reading.lay_over(overlay)
    template = reading.template()
    if reading.faults or template is None:
        raise BadTemplate(reading.faults)
    return template


def library_folder(code: str) -> Path:
    """The folder of a template that ships with Huiyin; BadInput, naming those that do, for any other code."""
    shipped = shipped_codes()
    if code not in shipped:
        names = "、".join(shipped)
        raise BadInput(
            f"没有自带的模板“{code}”；自带的有：{names}",
            f"no template “{code}” is shipped; there are: {names}",
        )
    return _LIBRARY / code


def shipped_codes() -> list[str]:
    """The codes of the templates that ship with Huiyin."""
    return sorted(path.parent.name for path in _LIBRARY.glob("*/campaign.toml"))


@dataclass
class _Reading:
    """The texts and values of the files read so far, and what was wrong with them."""

    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, dict[TomlPath, int]] = field(default_factory=dict)  # of the files with faults only
    unread: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)  # of files that aren't called as their stem says
    merged: Merged | None = None
    faults: list[Fault] = field(default_factory=list)

    def read(self, path: Path) -> None:
        if path.name not in _NAMES:
            self.faults.append(_stranger(path.name))
        elif (values := self._values(path, path.stem)) is not None:
            self.values[path.stem] = values

    def _values(self, path: Path, stem: str) -> dict[str, Any] | None:
        """What a file says, None after its fault was noted."""
        try:
            text = path.read_text(encoding="utf-8-sig")
            if (burden := too_much(text)) is not None:
                self._unreadable(path, stem, *burden)
                return None
            values = tomllib.loads(text)
        except UnicodeDecodeError as error:
            self._unreadable(path, stem, 1, "不是 UTF-8 文本", f"is not UTF-8 text: {error.reason}")
        except OSError as error:
            self._unreadable(path, stem, 0, "读不了这个文件", f"can't be read: {error.strerror}")
        except RecursionError:
            self._unreadable(path, stem, 0, "嵌套太深", "is nested too deeply")
        except ValueError as error:  # tomllib's own error, and those that it lets through
            found = _TOML_ERROR_LINE.search(str(error))
            line = int(found.group(1)) if found else text.count("\n") + 1
            self._unreadable(path, stem, line, "不是正确的 TOML", f"is not valid TOML: {error}")
        else:
            self.texts[stem] = text
            return values
        return None

    def lay_over(self, path: Path) -> None:
        """Put the local additions of an overlay file into the values read so far."""
        self.names[STEM] = path.name
        values = self._values(path, STEM)
        if values is None:
            return
        try:
            overlay = OverlayFile.model_validate({STEM: values}).overlay
        except ValidationError as error:
            self._note(complaints(error, OverlayFile))
            return
        found = merged(self.values, overlay)
        self._note(found.refused)
        self.merged, self.values = found, found.values

    def template(self) -> Template | None:
        """The template, or None after all faults were noted."""
        self._note(broken_references(self.values))
        self._note(unmet_needs(self.values))
        try:
            folder = Folder.model_validate(self.values)
        except ValidationError as error:
            self._note(complaints(error, Folder))
            return None
        if not self.faults:
            self._note(unsound(folder))
        made = folder.template()
        if self.merged is None:
            return made
        return made.model_copy(update={"overlay": tuple(self.merged.changes)})

    def _note(self, remarks: Iterable[Remark]) -> None:
        for remark in remarks:
            if remark.stem in self.unread:
                continue
            name = self.names.get(remark.stem, f"{remark.stem}.toml")
            if remark.stem not in self.texts:
                self.faults.append(Fault(name, 0, "", "缺少这个文件", "the file is missing"))
                continue
            stem, path = remark.stem, remark.path
            if self.merged is not None and stem != STEM:
                stem, path = self.merged.origin(stem, path)
                name = self.names.get(stem, name)
            line = line_of(self._lines_of(stem), path)
            where = ".".join(str(step) for step in path)
            self.faults.append(Fault(name, line, where, remark.zh, remark.en, remark.allowed))

    def _lines_of(self, stem: str) -> dict[TomlPath, int]:
        if stem not in self.lines:
            self.lines[stem] = line_map(self.texts[stem])
        return self.lines[stem]

    def _unreadable(self, path: Path, stem: str, line: int, zh: str, en: str) -> None:
        self.unread.add(stem)
        self.faults.append(Fault(path.name, line, "", zh, en))


def _stranger(name: str) -> Fault:
    near = get_close_matches(name, _NAMES, n=1)
    zh = "模板没有这样的文件" + (f"，是否想写“{near[0]}”？" if near else "")
    en = "a template has no such file" + (f", did you mean “{near[0]}”?" if near else "")
    return Fault(name, 0, "", zh, en, _NAMES)
