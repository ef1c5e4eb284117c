"""Two processes that do the clock's work on one PostgreSQL database: each job is run once, and both end when told."""

import time
from pathlib import Path

import pytest

from tests.races.fresh import SERVER, fresh_database
from tests.races.test_four_writers import python
from tests.warm import NOWHERE, Warm, run

WORK = ["-c", "from huiyin.cli.main import main; main()", "work"]
ROWS = (
    "from django_tasks_db.models import DBTaskResult as M; "
    "ours = M.objects.exclude(task_path__endswith='compose').exclude(task_path__endswith='count'); "
    "print(sorted(ours.values_list('task_path', 'status')))"
)
SWEPT = "from huiyin.platform.audit.models import Record as M; print(M.objects.filter(act='opinions.swept').count())"


@pytest.mark.skipif(not SERVER.startswith("postgres"), reason="on SQLite the server does the work")
def test_each_job_is_run_once(tmp_path: Path) -> None:
    with fresh_database(tmp_path) as fresh:
        keys = {"HUIYIN_SECRET_KEY": "s" * 40, "HUIYIN_GIVERS_KEY": "g" * 40}
        env = {**fresh, **keys}
        run(["-m", "tests.races.writer", "prepare", "work"], env, check=True)
        crews = [Warm(WORK, env, stderr=NOWHERE) for _ in range(2)]
        deadline = time.monotonic() + 180  # where nothing is done at all; a busy machine takes one
        while python(env, ROWS).count("SUCCESSFUL") < 2:
            assert time.monotonic() < deadline
            assert [crew.poll() for crew in crews] == [None, None]
        for crew in crews:
            crew.terminate()
        assert [crew.wait(timeout=20) for crew in crews] == [0, 0]
        assert python(env, ROWS).count("SUCCESSFUL") == 2
        assert python(env, SWEPT) == "1"
