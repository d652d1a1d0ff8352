from django.apps import AppConfig


class KillsConfig(AppConfig):
    name = "tests.kills"

    def ready(self) -> None:
        from linli.journal import reacting, work
        from tests.kills import reaction

        reacting.attach({"lamp.lit": (reaction.shine, reaction.ring)}, (work.SEALING,))
