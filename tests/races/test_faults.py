"""Disk full, database locked, PostgreSQL ended: the giver's words stay on the page, and nothing is acknowledged that isn't kept."""

from pathlib import Path

import pytest

from tests.races.fresh import SERVER, fresh_database
from tests.warm import run

POSTGRES = SERVER.startswith("postgres")
KEPT, NOT_KEPT = "200 - receipt", "503 words -"


def spoken(folder: Path, fault: str) -> list[str]:
    """What came of a form before, amid and after the fault: status, whether the words are shown, a receipt that opens, opinions kept."""
    with fresh_database(folder) as env:
        env |= {"HUIYIN_GIVERS_KEY": "k" * 40, "HUIYIN_FILES": str(folder / "files")}
        done = run(["-m", "tests.races.faults", fault], env, check=True)
    assert "两片肉" not in done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(POSTGRES, reason="SQLite's")
@pytest.mark.parametrize("fault", ["locked", "full"])
def test_what_can_t_be_written_stays_on_the_page(tmp_path: Path, fault: str) -> None:
    assert spoken(tmp_path, fault) == [f"{KEPT} 1", f"{NOT_KEPT} 1", f"{KEPT} 2"]


@pytest.mark.skipif(not POSTGRES, reason="PostgreSQL's")
def test_after_postgresql_was_started_anew_the_next_form_is_kept(tmp_path: Path) -> None:
    assert spoken(tmp_path, "between") == [f"{KEPT} 1", f"{KEPT} 2", f"{KEPT} 3"]


@pytest.mark.skipif(not POSTGRES, reason="PostgreSQL's")
def test_when_it_ends_amid_a_form_nothing_is_half_there(tmp_path: Path) -> None:
    assert spoken(tmp_path, "amid") == [f"{KEPT} 1", f"{NOT_KEPT} 1", f"{KEPT} 2"]
