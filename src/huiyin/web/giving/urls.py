"""The addresses of whoever speaks, and of whoever holds a receipt."""

from django.urls import path

from huiyin.web.giving import receipt, saying

urlpatterns = [
    path("say/<slug:code>", saying.say, name="say"),
    path("r", receipt.receipt, name="receipt"),
    path("r/reply", receipt.reply_under_receipt, name="reply_under_receipt"),
    path("r/add", receipt.add_under_receipt, name="add_under_receipt"),
    path("r/rate", receipt.rate_fix, name="rate_fix"),
    path("r/withdraw", receipt.withdraw_under_receipt, name="withdraw_under_receipt"),
    path("r/report", receipt.report_retaliation, name="report_retaliation"),
]
