from django.apps import AppConfig


class SamplesConfig(AppConfig):
    name = "huiyin.process.samples"
    label = "samples"
    verbose_name = "抽样核查"
