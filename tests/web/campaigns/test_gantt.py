"""Places on the chart in per cent of its width, and labels that don't run into each other."""

from datetime import date

from huiyin.web.campaigns.gantt import Labels, Scale, whole_months

SCALE = Scale(date(2014, 3, 1), date(2014, 6, 8))  # a hundred days


def test_a_bar_goes_from_the_morning_of_its_first_day_to_the_evening_of_its_last() -> None:
    bar = SCALE.bar(date(2014, 3, 11), date(2014, 3, 20))
    assert bar
    assert (bar.x, bar.width) == ("10.00%", "10.00%")
    cut = SCALE.bar(date(2014, 2, 1), date(2014, 3, 10))
    assert cut
    assert (cut.x, cut.width) == ("0.00%", "10.00%")
    assert SCALE.bar(date(2014, 7, 1), date(2014, 7, 2)) is None


def test_the_scale_is_whole_months_and_its_weeks_begin_on_mondays() -> None:
    scale = whole_months(date(2014, 5, 16), date(2014, 12, 31))
    assert (scale.first, scale.last) == (date(2014, 5, 1), date(2014, 12, 31))
    assert [tick.label for tick in scale.weeks()[:4]] == [5, 12, 19, 26]
    assert [month.first.month for month in scale.months()] == [5, 6, 7, 8, 9, 10, 11, 12]
    long = whole_months(date(2014, 1, 1), date(2016, 12, 31)).weeks()
    assert sum(tick.label > 0 for tick in long) <= 60


def test_no_label_runs_into_another() -> None:
    labels = Labels(SCALE)
    days = [date(2014, 4, 1), date(2014, 4, 3), date(2014, 6, 7), date(2014, 3, 2)]
    placed = labels.place([(day, "专题民主生活会", day) for day in days])
    rows = {label.thing: label.row for label in placed}
    assert rows[date(2014, 4, 1)] != rows[date(2014, 4, 3)]
    assert next(label for label in placed if label.thing == date(2014, 6, 7)).left
    assert labels.rows == 2
