"""The server is killed while people speak: what was acknowledged is there, whole, with its receipt, and nothing is half there.

The long form is bench/submission_kills.py.
"""

from pathlib import Path

from bench.submission_kills import kill_again_and_again

from tests.races.fresh import fresh_database

KILLS = 2


def test_what_was_acknowledged_before_a_kill_is_there(tmp_path: Path) -> None:
    with fresh_database(tmp_path) as env:
        codes = kill_again_and_again(env["HUIYIN_DATABASE"], str(tmp_path), KILLS)
    assert len(codes) == len(set(codes))
