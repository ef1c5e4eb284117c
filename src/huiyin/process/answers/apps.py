from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "huiyin.process.answers"
    label = "answers"
    verbose_name = "答复"
