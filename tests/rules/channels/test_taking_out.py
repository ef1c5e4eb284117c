from huiyin.analysis.identifying import Telling
from huiyin.process.channels.rules.taking_out import without


def test_names_and_details_go_and_the_rest_stays() -> None:
    text = "李老师收了钱 ，电话13912345678。"
    phone = text.index("1")
    tellings = [Telling("phone", phone, phone + 11), Telling("name", 0, 3)]
    assert without(text, tellings) == "某人收了钱 ，电话（略）。"
    assert without(text, []) == text
