"""The addresses of reminder slips."""

from django.urls import path

from huiyin.web.reminders import listing, reminder, sending

_HERE = "c/<slug:campaign>/reminders"

urlpatterns = [
    path(_HERE, listing.reminders, name="reminders"),
    path(f"{_HERE}.xlsx", listing.reminders_xlsx, name="reminders_xlsx"),
    path(f"{_HERE}/<int:number>.docx", reminder.reminder_docx, name="reminder_docx"),
    path(f"{_HERE}/send", sending.send_reminder, name="send_reminder"),
    path(f"{_HERE}/<int:number>", reminder.reminder, name="reminder"),
    path(f"{_HERE}/<int:number>/sign", reminder.sign_reminder, name="sign_reminder"),
]
