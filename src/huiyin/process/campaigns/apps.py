from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "huiyin.process.campaigns"
    label = "campaigns"
    verbose_name = "活动"
