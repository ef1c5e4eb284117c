from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from huiyin.platform.notices.rules.feed import Entry, calendar_of

CHANGED = datetime(2014, 5, 20, 1, 2, tzinfo=UTC)
LONG = "教育实践活动对照检查材料报送督导组审阅" * 6
ENTRIES = [
    Entry(
        "plan:1",
        date(2014, 5, 31),
        "报送；对照检查材料, 定稿",
        LONG + "\n第二行",
        "/c/mass-line/plan/1",
        CHANGED,
    ),
    Entry("plan:2", date(2014, 6, 30), "专题民主生活会", "", "", CHANGED),
]


def test_a_calendar_says_what_it_was_given() -> None:
    read = Calendar.from_ical(calendar_of(ENTRIES, name="回音", address="https://h.example"))
    first, second = read.walk("VEVENT")
    assert (str(first["uid"]), str(first["summary"])) == ("plan:1@huiyin", ENTRIES[0].title)
    assert str(first["description"]) == ENTRIES[0].description
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (date(2014, 5, 31), date(2014, 6, 1))
    assert str(first["url"]) == "https://h.example/c/mass-line/plan/1"
    assert first.decoded("last-modified") == first.decoded("dtstamp") == CHANGED
    assert "url" not in second
    assert read.decoded("refresh-interval") == timedelta(hours=6)


def test_lines_are_folded_between_characters() -> None:
    raw = calendar_of(ENTRIES, name="回音", address="")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in raw
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # a character cut in two would not decode


def test_the_same_entries_make_the_same_file() -> None:
    assert calendar_of(ENTRIES, name="回音", address="") == calendar_of(ENTRIES, name="回音", address="")
    assert calendar_of([], name="回音", address="").startswith(b"BEGIN:VCALENDAR")
