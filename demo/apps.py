"""The demo bank and the bulk seed, for development and load tests; no other app imports this one."""

from importlib import import_module

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registered for its commands, and shows the demo's logins on the landing page."""

    name = "demo"

    def ready(self) -> None:
        """Registers the logins with the landing page."""
        people = import_module("demo.people")
        import_module("bankportal.landing_page").register_demo_logins(people.get_demo_logins)
