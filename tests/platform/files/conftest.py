from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Where this test's files lie."""
    settings.HUIYIN_FILES = str(tmp_path / "files")
    return tmp_path / "files"


@pytest.fixture
def lying(folder: Path) -> "Lying":
    return Lying(folder)


class Lying:
    """What lies in the folder, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self) -> list[str]:
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())
