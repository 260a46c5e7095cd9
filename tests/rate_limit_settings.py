"""Other rates than the defaults, where a test would take too long to use those up."""


def set_rates(settings, **rates):
    """For instance `login_address="3/minute"`; `settings` is pytest-django's fixture, which undoes it."""
    framework = settings.REST_FRAMEWORK
    settings.REST_FRAMEWORK = framework | {"DEFAULT_THROTTLE_RATES": framework["DEFAULT_THROTTLE_RATES"] | rates}
