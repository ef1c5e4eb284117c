"""Every change to reminder slips, one door each."""

from huiyin.process.reminders.commands.sending import send_reminder
from huiyin.process.reminders.commands.signing import sign_reminder

__all__ = ["send_reminder", "sign_reminder"]
