from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "huiyin.process.ballots"
    label = "ballots"
    verbose_name = "测评"
