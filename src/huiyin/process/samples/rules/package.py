"""A sample in a zip, for anybody to draw it again: the population, the seed, the figures. Pure.

`population.txt` has a name a line; `parameters.json` says what was announced and recorded; `sample.txt` what was drawn. A sample of the whole has
`seed.txt` and `size.txt` beside these, one by parts a folder a part with its own three: the ten lines of docs/statistics.md read them.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.analysis.sampling import drawn, population_digest, seed_hash, shares_of
from huiyin.kit.errors import BadInput

_MOST_BYTES = 64 * 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Package:
    """What a sample is drawn from. `strata`: part → its names; "" where there are no parts. `recorded`: what the record says of it."""

    strata: Mapping[str, Sequence[str]]
    seed: str
    size: int
    chosen: Sequence[str]
    recorded: Mapping[str, Any]


def strata_digest(strata: Mapping[str, Sequence[str]]) -> str:
    """SHA-256 of which name lies in which part: `name, a tab, part`, a line each, in the order of their code points."""
    lines = sorted(f"{name}\t{part}" for part, names in strata.items() for name in names)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def draw(strata: Mapping[str, Sequence[str]], seed: str, size: int) -> dict[str, list[str]]:
    """Part → what is drawn of it, in the order of the draw."""
    shares = shares_of({part: len(names) for part, names in strata.items()}, size)
    return {part: drawn(strata[part], seed, shares[part]) for part in sorted(strata)}


def packed(package: Package) -> bytes:
    """The zip: the same bytes for the same sample."""
    names = sorted(name for part in package.strata.values() for name in part)
    files = {"population.txt": _lines(names), "sample.txt": _lines(package.chosen)}
    told = dict(package.recorded) | {"size": package.size, "strata": sorted(package.strata)}
    files["parameters.json"] = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    shares = shares_of({part: len(names) for part, names in package.strata.items()}, package.size)
    for at, part in enumerate(sorted(package.strata), 1):
        folder = "" if len(package.strata) == 1 and not part else f"part-{at:03d}/"
        files[f"{folder}seed.txt"] = f"{package.seed}\n"
        files[f"{folder}size.txt"] = f"{shares[part]}\n"
        if folder:
            files[f"{folder}population.txt"] = _lines(sorted(package.strata[part]))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as into:
        for name in sorted(files):
            into.writestr(zipfile.ZipInfo(name, _EPOCH), files[name])
    return written.getvalue()


def unpacked(data: bytes) -> Package:
    """What `packed` wrote; BadInput for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as given:
            if sum(one.file_size for one in given.infolist()) > _MOST_BYTES:
                raise ValueError("too large")
            read = {one.filename: given.read(one).decode() for one in given.infolist()}
        told = json.loads(read["parameters.json"])
        parts = told["strata"]
        folders = [""] if parts == [""] else [f"part-{at:03d}/" for at in range(1, len(parts) + 1)]
        strata = {
            part: read[f"{folder}population.txt"].split() for part, folder in zip(parts, folders, strict=True)
        }
        seeds = {read[f"{folder}seed.txt"].strip() for folder in folders}
        if len(seeds) != 1 or sorted(name for one in strata.values() for name in one) != sorted(
            read["population.txt"].split()
        ):
            raise ValueError("parts and whole differ")
        return Package(strata, seeds.pop(), int(told["size"]), read["sample.txt"].split(), told)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, UnicodeDecodeError) as error:
        raise BadInput(
            "这不是抽样核查导出的压缩包，或里面的文件对不上。",
            f"That isn't a sample's zip, or its files don't fit together ({error}).",
        ) from error


@dataclass(frozen=True)
class Checked:
    """A thing that was worked out anew: what it is, as recorded, as found."""

    zh: str
    en: str
    said: str
    found: str

    @property
    def same(self) -> bool:
        return self.said == self.found


def redrawn(package: Package) -> tuple[Checked, ...]:
    """The seed's hash, the population's digest, which part each is in, and the sample, worked out anew beside what the record says."""
    names = [name for part in package.strata.values() for name in part]
    again = [name for part in draw(package.strata, package.seed, package.size).values() for name in part]
    told = package.recorded
    return (
        Checked("种子的摘要", "hash of the seed", str(told.get("seed_hash")), seed_hash(package.seed)),
        Checked(
            "名单的摘要",
            "digest of the population",
            str(told.get("population_digest")),
            population_digest(names),
        ),
        Checked(
            "分层的摘要", "digest of the parts", str(told.get("strata_digest")), strata_digest(package.strata)
        ),
        Checked("抽中的", "sample", " ".join(package.chosen), " ".join(again)),
    )


def _lines(names: Sequence[str]) -> str:
    return "".join(f"{name}\n" for name in names)
