from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "huiyin.process.letters"
    label = "letters"
    verbose_name = "反馈意见书"
