"""What decisions teach of words."""

from huiyin.analysis.associations import Associations, Decided, pieces, readable
from huiyin.analysis.normalise import Text

MEATLESS = ("中午没肉", "交了钱吃的像和尚饭")


def said(*words: str) -> list[Text]:
    return [Text("", one) for one in words]


def decided(*matters: tuple[str, ...]) -> list[Decided]:
    return [Decided(text, number) for number, words in enumerate(matters) for text in said(*words)]


def test_pieces_leave_out_what_everybody_says() -> None:
    assert pieces(Text("食堂", "的饭，不热 A3")) == ["食堂", "不热"]
    assert pieces(Text("", "食堂食堂")) == ["食堂", "堂食"]
    assert pieces(Text("", "𠀀\ud800")) == []


def test_words_that_decisions_tie_together_speak_for_each_other() -> None:
    kitchens = [(f"窗口没肉{n}号", f"又是和尚饭{n}号") for n in "一二三"]
    found = Associations.of(Text("", "天天没肉"), decided(*kitchens, ("操场积水", "操场坑洼")))
    ((pair, cases), *_) = found.between(Text("", "一碗和尚饭"))
    assert pair[0] == "没肉"
    assert pair[1] in {"和尚", "尚饭"}
    assert (cases.together, cases.apart) == (3, 0)
    assert cases.weight > 0


def test_pieces_are_read_together_where_they_overlap() -> None:
    text = Text("", "又是和尚饭，一碗")
    assert readable("和尚", ["尚饭", "一碗"], text) == "和尚饭"
    assert readable("尚饭", ["和尚", "是和"], text) == "是和尚饭"
    assert readable("热水", ["和尚"], text) == "热水"


def test_words_that_decisions_keep_apart_speak_against() -> None:
    apart = [(f"食堂涨价第{n}回",) for n in "一二三四五六"]
    found = Associations.of(Text("", "食堂太远"), decided(*apart, ("校门堵车", "校门堵车又一天")))
    (((left, right), cases), *_) = found.between(Text("", "食堂关门"))
    assert left == right == "食堂"
    assert cases.together == 0
    assert cases.weight < 0


def test_one_coincidence_teaches_nothing() -> None:
    found = Associations.of(Text("", MEATLESS[0]), decided(MEATLESS, ("操场积水",)))
    assert found.between(Text("", MEATLESS[1])) == []
    assert Associations().between(Text("", MEATLESS[1])) == []


def test_the_same_decisions_teach_the_same() -> None:
    rows = decided(*[(f"窗口没肉{n}号", f"又是和尚饭{n}号") for n in "一二三四"])
    new = Text("", "没肉，和尚饭")
    assert Associations.of(new, rows) == Associations.of(new, list(rows))
    other_scope = [one._replace(scope=7) for one in rows]
    assert Associations.of(new, other_scope) == Associations.of(new, rows)
