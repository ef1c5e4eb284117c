"""The numbers on sheets and the codes on stubs."""

import pytest

from huiyin.kit.errors import BadInput
from huiyin.process.answers.rules.receipts import ALPHABET, typed
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.channels.rules.paper import (
    FORM,
    fields_of,
    fresh_numbers,
    in_blocks,
    needs_number,
    number_typed,
    row_of,
    stub_code,
)

TEMPLATES = ("mass-line-2014", "school-inspection", "study-check-reform-2025")


def test_a_number_is_read_in_any_width_and_case_and_a_slip_is_found() -> None:
    for number in fresh_numbers(50):
        assert number_typed(in_blocks(number).lower()) == number
        for at in range(8):
            for other in set(ALPHABET) - {number[at]}:
                assert number_typed(number[:at] + other + number[at + 1 :]) is None
        swapped = number[1] + number[0] + number[2:]
        assert swapped == number or number_typed(swapped) is None


def test_a_number_is_no_receipt_and_a_receipt_no_number() -> None:
    number = fresh_numbers(1)[0]
    code = stub_code("key", number)
    assert typed(code) == code
    assert typed(number) is None
    assert number_typed(code) is None
    with pytest.raises(BadInput, match="存根"):
        needs_number(code)


def test_the_code_of_a_stub_hangs_on_the_key() -> None:
    number = fresh_numbers(1)[0]
    assert stub_code("one", number) == stub_code("one", number) != stub_code("two", number)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_of_the_library_has_a_form_to_print_and_type(name: str) -> None:
    fields = fields_of(load_template(library_folder(name)).forms[FORM])
    assert fields.main.code == "problem"
    assert [column.code for column in fields.beside] == ["about", "focus", "advice"]
    row = row_of(fields, {"advice": "开门接待", "problem": ""})
    assert row.body() == "意见建议：开门接待"
    assert row_of(fields, {}).empty


def test_without_a_form_there_is_nothing_to_print() -> None:
    with pytest.raises(BadInput, match="opinion_form"):
        fields_of(None)
