"""How the tests of both corpora read a table and compare two texts.

Only the standard library reads the files here: a fault of the product's importer must not hide a fault of a corpus.
"""

import csv
import re
import unicodedata
from pathlib import Path

import rjieba

# DOMAIN 3.1 and 3.2
LEAVES = {f"{wind}{n}" for wind, last in (("F", 8), ("G", 8), ("X", 4), ("S", 6)) for n in range(1, last + 1)}
OUT_OF_SCOPE = "E99"
TOPICS = {f"E{n:02d}" for n in range(1, 21)} | {OUT_OF_SCOPE}
CHANNELS = {"座谈会", "表格", "意见箱", "网络", "个别谈话", "督导组转"}
GIVERS = {"教师", "学生", "家长", "离退休", "基层单位", "两代表一委员", "其他"}

NEAR = 0.6  # Jaccard of character 3-grams from which two texts count as the same one, edited


def records(path: Path) -> list[dict[str, str]]:
    """The rows of a csv file under its first line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def content_words(text: str) -> set[str]:
    """Words of two characters and more; numbers and punctuation left out."""
    return {word for word in rjieba.cut(text) if re.fullmatch(r"[\u4e00-\u9fffA-Za-z]{2,}", word)}


def trigrams(text: str) -> set[str]:
    """Character 3-grams without punctuation, full-width digits folded."""
    bare = re.sub(r"\W", "", unicodedata.normalize("NFKC", text))
    return {bare[n : n + 3] for n in range(len(bare) - 2)}


def jaccard(one: set[str], other: set[str]) -> float:
    """Shared ÷ all; 0 for two texts too short to have a 3-gram."""
    return len(one & other) / max(1, len(one | other))
