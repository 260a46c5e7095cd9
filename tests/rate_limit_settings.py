"""Rates for tests that would take too long to exhaust the default rates."""


def set_rates(settings, **rates):
    """Sets rates, for example `login_address="3/minute"`; pytest-django's fixture `settings` restores the defaults."""
    framework = settings.REST_FRAMEWORK
    settings.REST_FRAMEWORK = framework | {"DEFAULT_THROTTLE_RATES": framework["DEFAULT_THROTTLE_RATES"] | rates}
