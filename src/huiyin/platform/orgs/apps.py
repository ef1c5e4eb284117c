from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "huiyin.platform.orgs"
    label = "orgs"
    verbose_name = "单位"
