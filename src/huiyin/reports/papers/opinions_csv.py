"""opinions.csv: every opinion with what is known of it, for programs (columns: docs/run.md)."""

import csv
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import Labels
from huiyin.reports.layout.labels import RAW_WORDS, label_line
from huiyin.reports.papers.material import Material

LABEL = label_line([RAW_WORDS])
"""In a column of its own on each row: a line above the headings would break every program that reads the file."""

COLUMNS = (
    "source_id",
    "unit",
    "raised_on",
    "group_no",
    "labels",
    "topic",
    "specific",
    "near_duplicate_of",
    "text",
    "classification",
)


def write_opinions_csv(material: Material, path: Path) -> None:
    """Write all opinions, the earliest said first; UTF-8, RFC 4180. Streamed."""
    with written_whole(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        asked = bool(material.names.concern)
        writer.writerow([*COLUMNS, *(["concern"] if asked else [])])
        for opinion in material.opinions():
            writer.writerow([*_row(material, opinion), *([_concern(material, opinion)] if asked else [])])


def _row(material: Material, opinion: Opinion) -> list[str]:
    known = material.labels.get(opinion.pk, Labels())
    twin = material.twins.get(opinion.pk)
    group = material.group_numbers.get(opinion.pk)
    return [
        opinion.source_id,
        material.units.get(opinion.about_id or 0, opinion.unit_as_written),
        opinion.raised_on.isoformat() if opinion.raised_on else "",
        "" if group is None else str(group),
        "|".join(known.focus),
        known.topic,
        "1" if known.specific else "0",
        "" if twin is None else material.source_ids[twin],
        opinion.text,
        LABEL,
    ]


def _concern(material: Material, opinion: Opinion) -> str:
    return material.labels.get(opinion.pk, Labels()).concern
