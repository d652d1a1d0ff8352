from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "linli.notices"

    def ready(self) -> None:
        """A gateway or quiet hours that nobody understands end the start, not the first message of the night."""
        from django.conf import settings

        from linli.notices import gateways, quiet

        gateways.sms_gateway(settings.SMS_GATEWAY)
        quiet.parse(settings.QUIET_HOURS)
