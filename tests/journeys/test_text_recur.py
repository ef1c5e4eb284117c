"""`huiyin text recur`: what may be said again, from plain files to a plain file."""

import csv
from pathlib import Path

import pytest

from huiyin.cli.main import outcome
from tests.rules.analysis.matters import MATTERS
from tests.rules.analysis.opinions import OPINIONS

FIRST, SECOND, AGAIN = MATTERS["boiler of building 7"]


def table(path: Path, headings: str, *rows: tuple[str, ...]) -> str:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(headings + "\n")
        csv.writer(out).writerows(rows)
    return str(path)


def run(opinions: str, closed: str, out: Path) -> int:
    return outcome(["text", "recur", "--opinions", opinions, "--closed", closed, "--out", str(out)])


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_candidate_is_a_line_with_why(tmp_path: Path) -> None:
    others = [(f"o{n}", body, "2014-04-02") for n, (body, _, _) in enumerate(OPINIONS[:30])]
    said = [("a", FIRST, "2014-04-01"), ("b", SECOND, "2014-04-03"), *others]
    later = [("c", AGAIN, "2014-05-20"), ("d", FIRST + "！", "2014-05-21"), ("e", "操场积水", "2014-05-22")]
    opinions = table(tmp_path / "o.csv", "msg_id,body,time", *said, *later)
    closed = table(
        tmp_path / "c.csv", "problem_id,closed_at,msg_id", ("P", "2014-05-01", "a"), ("P", "2014-05-01", "b")
    )
    out = tmp_path / "s.csv"
    assert run(opinions, closed, out) == 0
    found = {row["source_id"]: row for row in read(out)}
    assert list(found) == ["d", "c"]
    assert {row["problem_id"] for row in found.values()} == {"P"}
    assert found["d"]["why"].startswith("近重复；最近：a")
    assert "七号宿舍楼" in found["c"]["why"]


def test_a_problem_is_looked_for_within_its_unit(tmp_path: Path) -> None:
    rows = [("a", FIRST, "1", "甲"), ("b", AGAIN, "3", "甲"), ("c", AGAIN, "3", "乙"), ("d", AGAIN, "3", "")]
    rows += [(f"o{n}", body, "1", "甲") for n, (body, _, _) in enumerate(OPINIONS[:10])]
    opinions = table(tmp_path / "o.csv", "source_id,text,raised_on,unit", *rows)
    closed = table(tmp_path / "c.csv", "problem_id,closed_at,source_id", ("P", "2", "a"))
    assert run(opinions, closed, tmp_path / "s.csv") == 0
    assert [row["source_id"] for row in read(tmp_path / "s.csv")] == ["b"]


@pytest.mark.parametrize(
    ("opinions", "closed", "said"),
    [
        ("source_id,text\na,甲\n", "problem_id,closed_at,source_id\nP,1,a\n", "time 或 raised_on"),
        (
            "source_id,text,time\na,甲,1\na,乙,1\n",
            "problem_id,closed_at,source_id\nP,1,a\n",
            "第 2 行已经有了",
        ),
        ("source_id,text,time\na,甲,1\n", "problem_id,closed_at\nP,1\n", "source_id 或 msg_id"),
        ("source_id,text,time\na,甲,1\n", "problem_id,closed_at,source_id\nP,1,b\n", "不在意见文件里"),
        (
            "source_id,text,time\na,甲,1\nb,乙,1\n",
            "problem_id,closed_at,source_id\nP,1,a\nP,2,b\n",
            "两个 closed_at",
        ),
        (
            "source_id,text,time\na,甲,2014-5-9\n",
            "problem_id,closed_at,source_id\nP,2014-05-10,a\n",
            "比不出先后",
        ),
        ("source_id,text,time\na,甲,9\nb,乙,10\n", "problem_id,closed_at,source_id\nP,9,a\n", "比不出先后"),
        (
            "source_id,text,time\na,甲,2014-05-09\n",
            "problem_id,closed_at,source_id\nP,下周,a\n",
            "比不出先后",
        ),
        ("", "problem_id,closed_at,source_id\n", "缺少栏目"),
        ("source_id,text,time\na,\udcff,1\n", "problem_id,closed_at,source_id\n", "不是 UTF-8"),
    ],
)
def test_a_file_that_cant_be_used_says_why(
    tmp_path: Path, opinions: str, closed: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two, out = tmp_path / "o.csv", tmp_path / "c.csv", tmp_path / "s.csv"
    one.write_bytes(opinions.encode("utf-8", "surrogateescape"))
    two.write_text(closed, encoding="utf-8")
    assert run(str(one), str(two), out) == 3
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_one_moment_may_say_more_than_another(tmp_path: Path) -> None:
    rows = [("a", FIRST, "2014-04-01 08:00"), ("b", AGAIN, "2014-05-03"), ("c", "操场积水", "")]
    opinions = table(tmp_path / "o.csv", "source_id,text,time", *rows)
    closed = table(tmp_path / "c.csv", "problem_id,closed_at,source_id", ("P", "2014-05-01 09:30:00", "a"))
    assert run(opinions, closed, tmp_path / "s.csv") == 0
