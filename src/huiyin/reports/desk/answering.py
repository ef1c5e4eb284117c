"""What waits of opinions and answers, and what it is called on a desk."""

from collections.abc import Mapping

from huiyin.reports.desk.todos import Kind, Place

ANSWER_LINES: Mapping[Kind, tuple[str, str, Place]] = {
    Kind.TRIAGE: (
        "条|意见待定去向",
        "opinion(s) have nowhere to go yet",
        Place("triage", query="disposition=waiting"),
    ),
    Kind.UNREAD: (
        "条|意见，反映人又说了话，还没有看",
        "opinion(s) whose giver has said something more that nobody has read",
        Place("answers", query="due=unread"),
    ),
    Kind.APPROVE: ("份|答复等您审批", "answer(s) wait for your approval", Place("answer_drafts")),
    Kind.REDRAFT: (
        "份|您起草的答复被退回，等您改",
        "answer(s) of yours were returned: write them anew",
        Place("answer_drafts", query="state=returned"),
    ),
}
"""Kind → Chinese (measure word|rest), English, where it is done."""
