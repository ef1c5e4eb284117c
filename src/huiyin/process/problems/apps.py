from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    name = "huiyin.process.problems"
    label = "problems"
    verbose_name = "问题"
