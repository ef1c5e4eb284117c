"""Every export of the pages carries its classification: whatever comes as a workbook, a document or a csv."""

import pytest

from tests.access.cast import Cast
from tests.access.test_matrix import CASES, Case, ask, patterns
from tests.documents.labels import carries

FILES = {"spreadsheetml", "wordprocessingml", "text/csv"}
EMPTY = {"people_form", "units_form"}  # forms to be filled in: nothing of anybody is in them
# Of the two votes, one has no result; nobody has reviewed the paper (tests/web/selfchecks looks at one that was).
NOT_YET = {"export_vote", "selfcheck_reviews"}
AS_GIVEN = {"circular_file", "meeting_paper", "study_paper"}  # evidence, byte for byte
ROUTES = {str(pattern.name): str(pattern.pattern) for pattern in patterns()}
EXPORTS = [
    case
    for case in CASES
    if case.method == "GET" and case.shown and ROUTES[case.name].endswith((".xlsx", ".docx", ".csv"))
]


def test_there_are_exports() -> None:
    assert len({case.name for case in EXPORTS} - EMPTY) >= 8


@pytest.mark.parametrize("case", EXPORTS, ids=str)
def test_an_export_carries_its_classification(cast: Cast, case: Case) -> None:
    answer = ask(cast.clients[min(case.shown)], case, cast)
    if answer.status_code == 422:
        assert case.name in NOT_YET
        return
    assert answer.status_code == 200
    if case.name not in EMPTY:
        assert carries(answer.content, "内部资料，注意保管") or carries(answer.content, "内部未脱敏")


def test_no_file_leaves_by_an_address_that_isnt_looked_at(cast: Cast) -> None:
    unlooked = [case for case in CASES if case.method == "GET" and case.shown and case not in EXPORTS]
    kinds = {
        case.name: ask(cast.clients[min(case.shown)], case, cast).headers.get("Content-Type", "")
        for case in unlooked
        if case.name not in AS_GIVEN
    }
    assert not [name for name, kind in kinds.items() if any(file in kind for file in FILES)]
