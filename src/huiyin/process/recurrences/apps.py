from django.apps import AppConfig


class RecurrencesConfig(AppConfig):
    name = "huiyin.process.recurrences"
    label = "recurrences"
    verbose_name = "反弹"
