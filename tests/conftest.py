"""What every test may use: databases, a browser, a running server; and a guard against the outside network."""

pytest_plugins = [
    "tests.support.collector",
    "tests.support.network_guard",
    "tests.support.database_fixtures",
    "tests.support.browser_fixtures",
    "tests.factories.fixtures",
    "tests.support.sampling",
    "tests.support.web_fixtures",
]
