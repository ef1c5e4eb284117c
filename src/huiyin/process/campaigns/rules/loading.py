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
from huiyin.process.campaigns.rules.lines import TomlPath, line_map, line_of
from huiyin.process.campaigns.rules.needs import unmet_needs
from huiyin.process.campaigns.rules.references import Remark, broken_references
from huiyin.process.campaigns.rules.soundness import unsound
from huiyin.process.campaigns.rules.template import Template

_NAMES = tuple(f"{stem}.toml" for stem in Folder.model_fields)
_TOML_ERROR_LINE = re.compile(r"at line (\d+)")
_LIBRARY = Path(str(files("huiyin") / "library"))


def load_template(folder: Path) -> Template:
    """The template in a folder of TOML files, one per field of `Folder`.

    Raises BadTemplate with every fault of every file, each with its line; a file that isn't TOML is reported as such
    and does not hide the faults of the others.
    """
    if not folder.is_dir():
        raise BadInput(f"没有这个模板文件夹：{folder}", f"there is no template folder {folder}")
    reading = _Reading()
    for path in sorted(folder.glob("*.toml")):
        reading.read(path)
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
    faults: list[Fault] = field(default_factory=list)

    def read(self, path: Path) -> None:
        if path.name not in _NAMES:
            self.faults.append(_stranger(path.name))
            return
        try:
            text = path.read_text(encoding="utf-8-sig")
            self.values[path.stem] = tomllib.loads(text)
        except UnicodeDecodeError as error:
            self._unreadable(path, 1, "不是 UTF-8 文本", f"is not UTF-8 text: {error.reason}")
        except OSError as error:
            self._unreadable(path, 0, "读不了这个文件", f"can't be read: {error.strerror}")
        except RecursionError:
            self._unreadable(path, 0, "嵌套太深", "is nested too deeply")
        except tomllib.TOMLDecodeError as error:
            found = _TOML_ERROR_LINE.search(str(error))
            line = int(found.group(1)) if found else text.count("\n") + 1
            self._unreadable(path, line, "不是正确的 TOML", f"is not valid TOML: {error}")
        else:
            self.texts[path.stem] = text

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
        return folder.template()

    def _note(self, remarks: Iterable[Remark]) -> None:
        for remark in remarks:
            if remark.stem in self.unread:
                continue
            name = f"{remark.stem}.toml"
            if remark.stem not in self.texts:
                self.faults.append(Fault(name, 0, "", "缺少这个文件", "the file is missing"))
                continue
            line = line_of(self._lines_of(remark.stem), remark.path)
            where = ".".join(str(step) for step in remark.path)
            self.faults.append(Fault(name, line, where, remark.zh, remark.en, remark.allowed))

    def _lines_of(self, stem: str) -> dict[TomlPath, int]:
        if stem not in self.lines:
            self.lines[stem] = line_map(self.texts[stem])
        return self.lines[stem]

    def _unreadable(self, path: Path, line: int, zh: str, en: str) -> None:
        self.unread.add(path.stem)
        self.faults.append(Fault(path.name, line, "", zh, en))


def _stranger(name: str) -> Fault:
    near = get_close_matches(name, _NAMES, n=1)
    zh = "模板没有这样的文件" + (f"，是否想写“{near[0]}”？" if near else "")
    en = "a template has no such file" + (f", did you mean “{near[0]}”?" if near else "")
    return Fault(name, 0, "", zh, en, _NAMES)
