from django.apps import AppConfig


class SelfchecksConfig(AppConfig):
    name = "huiyin.process.selfchecks"
    label = "selfchecks"
    verbose_name = "自查材料"
