"""What a receipt says of visit packages, below the lines that sold one or took visits from it."""

from collections.abc import Callable

from app.core.written import Writing
from loyalty.packages.ledger import PackageView


def sold_words(package: PackageView, write: Writing, say: Callable[[str], str]) -> str:
    """What a package holds that was just sold."""
    return "; ".join([say("Visits: {visits}").format(visits=package.visits), *_days(package, write, say)])


def visit_words(package: PackageView, write: Writing, say: Callable[[str], str]) -> str:
    """That a package paid, and what is left of it."""
    return "; ".join(
        [say("Paid by {package}").format(package=package.name), left_words(package, say), *_days(package, write, say)]
    )


def left_words(package: PackageView, say: Callable[[str], str]) -> str:
    """What is left of a package."""
    return say("visits left: {left} of {visits}").format(left=package.visits_left, visits=package.visits)


def _days(package: PackageView, write: Writing, say: Callable[[str], str]) -> list[str]:
    if package.begins_with_first_visit:
        return [say("good for {days} days from the first visit").format(days=package.valid_days)]
    return [] if package.last_day is None else [say("good until {day}").format(day=write.day(package.last_day))]
