"""Settings of logging in: how long a session holds."""

from typing import Final

from app.core.settings import Setting

TILL_IDLE_MINUTES: Final = Setting(
    "login.till_idle_minutes",
    int,
    30,
    "A till locks itself after (minutes)",
    "Without a touch or a scan for so long, the next person enters a PIN. The open cart stays.",
    low=1,
    high=1440,
)
TILL_HOURS: Final = Setting(
    "login.till_hours", int, 16, "A login at a till ends after (hours)", "Whatever happens.", low=1, high=48
)
OFFICE_IDLE_MINUTES: Final = Setting(
    "login.office_idle_minutes",
    int,
    60,
    "The office locks itself after (minutes)",
    "Without a click for so long, the password is asked again.",
    low=5,
    high=1440,
)
OFFICE_HOURS: Final = Setting(
    "login.office_hours", int, 12, "A login in the office ends after (hours)", "Whatever happens.", low=1, high=168
)
LOGIN_HINT: Final = Setting(
    "login.hint", str, "", "Words on the login page", "Everybody on the network can read them.", max_length=400
)
