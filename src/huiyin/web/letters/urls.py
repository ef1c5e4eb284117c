"""The addresses of feedback letters."""

from django.urls import path

from huiyin.web.letters import answering, letter, listing, writing

_HERE = "c/<slug:campaign>/letters"
_ONE = f"{_HERE}/<int:pk>"

urlpatterns = [
    path(_HERE, listing.letters, name="letters"),
    path(f"{_HERE}/draft", writing.draft_letter, name="draft_letter"),
    path(_ONE, letter.letter, name="letter"),
    path(f"{_ONE}/change", writing.change_letter, name="change_letter"),
    path(f"{_ONE}/drop", letter.drop_letter, name="drop_letter"),
    path(f"{_ONE}/issue", letter.issue_letter, name="issue_letter"),
    path(f"{_ONE}/sign", letter.sign_letter, name="sign_letter"),
    path(f"{_ONE}/correct", letter.correct_letter, name="correct_letter"),
    path(f"{_ONE}/letter.docx", letter.letter_docx, name="letter_docx"),
    path(f"{_ONE}/reply.docx", letter.letter_reply, name="letter_reply"),
    path(f"{_ONE}/<int:number>/answer", answering.answer_finding, name="answer_finding"),
    path(f"{_ONE}/<int:number>/look", answering.look_at_answer, name="look_at_answer"),
    path(f"{_ONE}/<int:number>/tie", answering.tie_finding, name="tie_finding"),
]
