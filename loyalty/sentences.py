"""The English sentences of error codes of points and the loyalty programme: what happened and what to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.core.texts import marked

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "loyalty_off": marked(
            "The loyalty programme is switched off. Nothing was changed; the office can switch it on."
        ),
        "not_enough_points": marked("There are not so many points by now. Nothing was changed; spend fewer."),
        "number_out_of_range": marked("Write a whole number from {low} to {high}. Nothing was changed."),
        "points_not_positive": marked("Write how many points; nothing was changed."),
        "points_out_of_range": marked("So many points cannot be booked. Nothing was changed; correct it."),
        "points_reason_needed": marked("Write why, in {most} letters at most; without it nothing was changed."),
        "tier_twice": marked("There are two tiers called {name}. Nothing was changed; give one another name."),
        "tier_without_name": marked("Give each tier a short name. Nothing was changed."),
        "too_many_rules": marked("There are {most} rows at most. Nothing was changed."),
    }
)
