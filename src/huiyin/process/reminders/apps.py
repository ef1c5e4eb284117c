from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "huiyin.process.reminders"
    label = "reminders"
    verbose_name = "反馈提醒"
