"""Run the suite on every database at hand and say what was left out, and why.

HUIYIN_TEST_POSTGRES   a server to test on, `postgresql://user:password@host:5432/name`; without it, the loopback server
HUIYIN_TEST_ALL        nothing may be left out: what is missing is a failure (CI sets it)
HUIYIN_TEST_CHECKED    `make check` has just passed here: it runs tests/shape on SQLite, which aren't run there again (CI sets it)
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.migrated import migrated

# What asks no database, makes SQLite files of its own whatever the settings say, looks at the words of pages, or lets commands play on
# whose tests run on both: once is enough.
WITHOUT_A_DATABASE = [
    f"--ignore=tests/{path}"
    for path in (
        "corpus",
        "demo/test_autumn.py",
        "demo/test_texts.py",
        "documents",
        "journeys/test_bad_input.py",
        "journeys/test_browser.py",
        "journeys/test_canary.py",
        "journeys/test_demo.py",
        "journeys/test_first_minutes.py",
        "journeys/test_giving.py",
        "journeys/test_look_back.py",
        "journeys/test_meeting_desk.py",
        "journeys/test_own_files.py",
        "journeys/test_preview.py",
        "journeys/test_retention.py",
        "journeys/test_serve.py",
        "journeys/test_text_copied.py",
        "journeys/test_text_recur.py",
        "journeys/test_text_tables.py",
        "journeys/test_voting.py",
        "journeys/test_whole_round.py",
        "rules",
        "shape/test_code.py",
        "shape/test_docs.py",
        "shape/test_old_browsers.py",
        "shape/test_permissions.py",
        "shape/test_translations.py",
        "shape/test_words.py",
        "web/campaigns/test_gantt.py",
        "web/test_english.py",
        "web/test_marking.py",
    )
]

LOOPBACK = "postgresql://postgres@127.0.0.1:5432/postgres"


def main() -> int:
    left_out = []
    if not chromium():
        left_out.append("browser tests: no Chromium (Debian: apt install chromium)")
    if not pango():
        left_out.append(
            "posters as PDF: no Pango (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"
        )
    address, why_not = postgres()
    if address is None:
        left_out.append(f"the suite on PostgreSQL: {why_not}")
    checked = ["--ignore=tests/shape"] if os.environ.get("HUIYIN_TEST_CHECKED") else []
    results = {"SQLite": suite("SQLite", {"HUIYIN_DATABASE": ":memory:"}, *checked)}
    if address is not None:
        results["PostgreSQL"] = suite("PostgreSQL", {"HUIYIN_DATABASE": address}, *WITHOUT_A_DATABASE)
    print(
        "\n" + "\n".join(f"{name}: {'passed' if code == 0 else 'FAILED'}" for name, code in results.items())
    )
    print("Left out: " + ("; ".join(left_out) if left_out else "nothing"))
    if left_out and os.environ.get("HUIYIN_TEST_ALL"):
        return 1
    return max(results.values())


def suite(name: str, database: dict[str, str], *options: str) -> int:
    print(f"== {name}", flush=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        str(os.cpu_count() or 1),
        # A file stays with one process, which builds its world, its site or its demo once; in the order of their names the
        # long files (journeys, races) come before the short ones, and nobody waits at the end.
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
        *options,
        *sys.argv[1:],
    ]
    # Compiled once and kept: a hundred tests start a process of their own, which would compile the product again.
    env = {**os.environ, **database, "PYTHONDONTWRITEBYTECODE": ""}
    with (
        TemporaryDirectory(prefix="huiyin-") as folder,
        migrated(database["HUIYIN_DATABASE"], Path(folder)) as copy,
    ):
        return subprocess.run(command, env={**env, "HUIYIN_TEST_MIGRATED": copy}, check=False).returncode


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pango() -> bool:
    """Whether PDFs can be drawn here; the tests that draw some skip otherwise."""
    try:
        import weasyprint  # noqa: F401, PLC0415 - loads Pango
    except OSError:
        return False
    return True


def postgres() -> tuple[str | None, str]:
    """(an address that answers, "") or (None, why not). A server that was named and doesn't answer is an error."""
    named = os.environ.get("HUIYIN_TEST_POSTGRES")
    try:
        psycopg.connect(named or LOOPBACK, connect_timeout=3).close()
    except psycopg.Error as error:
        if named:
            raise SystemExit(f"HUIYIN_TEST_POSTGRES doesn't answer: {error}") from error
        return None, "no server answers on loopback, and HUIYIN_TEST_POSTGRES names none"
    return named or LOOPBACK, ""


if __name__ == "__main__":
    sys.exit(main())
