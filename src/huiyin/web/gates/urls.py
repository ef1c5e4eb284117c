"""The addresses of gates and of sheets of looks, below a campaign's."""

from django.urls import path

from huiyin.web.gates import bureau, gate, look, looks, unit

_C = "c/<slug:campaign>"
_UNIT = f"{_C}/units/<int:unit>"

urlpatterns = [
    path(f"{_C}/gates", bureau.gates, name="gates"),
    path(f"{_UNIT}/gates", unit.unit_gates, name="unit_gates"),
    path(f"{_UNIT}/gates/<slug:code>", gate.gate, name="gate"),
    path(f"{_UNIT}/gates/<slug:code>/judge", gate.judge_gate, name="judge_gate"),
    path(f"{_C}/looks", looks.looks, name="looks"),
    path(f"{_UNIT}/looks", looks.unit_looks, name="unit_looks"),
    path(f"{_UNIT}/looks/<slug:sheet>", look.look, name="look"),
    path(f"{_UNIT}/looks/<slug:sheet>/write", look.write_look, name="write_look"),
    path(f"{_UNIT}/looks/<slug:sheet>/return", look.return_look, name="return_look"),
    path(f"{_UNIT}/looks/<slug:sheet>/<int:number>.docx", look.look_docx, name="look_docx"),
]
