"""The lines of which the explanation of a template is made, and what marks each: its source, whether it is a default, whether it is local."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huiyin.process.campaigns.rules.parts import Named, Sourced
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.wording import Said, names_in


@dataclass(frozen=True)
class Line:
    """A thing of the template: its code and name, what is to be said of it, where it comes from, and what is inside it.

    `default` marks a habit that the campaign should confirm, `local` what an overlay added or changed. `words` are those of a long list
    in the template's own language, for who wants to see every one.
    """

    code: str
    name: Said
    says: tuple[Said, ...] = ()
    source: str = ""
    default: bool = False
    local: bool = False
    parts: tuple["Line", ...] = ()
    words: tuple[str, ...] = ()

    def walk(self) -> Iterator["Line"]:
        """This line and everything inside it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True)
class Section:
    """A part of the explanation with its heading."""

    code: str
    name: Said
    lines: tuple[Line, ...]


class Drawer:
    """Draws lines of one template, each with its marks."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.names = names_in(template)
        self.local = tuple(f"{change.at}." for change in template.overlay)

    def line(
        self,
        row: Sourced,
        path: str,
        code: str,
        name: Said,
        says: Iterable[Said] = (),
        parts: Iterable[Line] = (),
        words: Iterable[str] = (),
    ) -> Line:
        place = f"{path}.{code}."
        local = any(at.startswith(place) or place.startswith(at) for at in self.local)
        return Line(code, name, tuple(says), row.source, row.default, local, tuple(parts), tuple(words))

    def named(
        self,
        row: Named,
        path: str,
        says: Iterable[Said] = (),
        parts: Iterable[Line] = (),
        words: Iterable[str] = (),
    ) -> Line:
        """A row that has a name, with its note."""
        said = row.note.rstrip("。")
        note = [Said(said, said)] if said else []
        return self.line(row, path, row.code, Said(row.zh, row.en), [*says, *note], parts, words)

    def list_of(self, code: str, name: Said, rows: Iterable[Named], stem: str) -> Line:
        """A heading over rows that have nothing but their names."""
        return Line(code, name, parts=tuple(self.named(row, f"{stem}.{code}") for row in rows))
