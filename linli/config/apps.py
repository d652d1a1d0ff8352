from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "linli.config"

    def ready(self) -> None:
        from linli.config import reactions
        from linli.journal import reacting

        reacting.attach(reactions.REACTIONS, reactions.PERIODIC)
