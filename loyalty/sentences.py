"""The English sentences of error codes of points, promotions and coupons: what happened and what to do."""

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
        "points_on_hold": marked(
            "Some of these points are held for a card payment at a till. Nothing was changed; spend fewer, or wait "
            "until that sale is done."
        ),
        "number_out_of_range": marked("Write a whole number from {low} to {high}. Nothing was changed."),
        "points_cannot_pay": marked("Points can pay for nothing in this cart. Nothing was changed."),
        "points_owed": marked(
            "The customer owes points, because goods came back whose points were spent. Nothing can be paid with "
            "points until they are earned again."
        ),
        "points_need_customer": marked("Points are a customer's: say whose purchase it is. Nothing was changed."),
        "points_not_positive": marked("Write how many points; nothing was changed."),
        "points_out_of_range": marked("So many points cannot be booked. Nothing was changed; correct it."),
        "points_reason_needed": marked("Write why, in {most} letters at most; without it nothing was changed."),
        "tier_twice": marked("There are two tiers called {name}. Nothing was changed; give one another name."),
        "tier_without_name": marked("Give each tier a short name. Nothing was changed."),
        "too_many_rules": marked("There are {most} rows at most. Nothing was changed."),
        "no_promotion": marked("This promotion does not exist."),
        "promotion_name_missing": marked("Give a name of {most} characters at most: customers read it on the receipt."),
        "promotion_value_missing": marked("This is needed; write a number above zero, or choose."),
        "promotion_goods_unknown": marked("Nothing has the code {code}. Correct it, or leave it out."),
        "promotion_hours_half": marked("Write both hours, like 09:00 and 18:00, or none."),
        "promotion_customer_unknown": marked("No single customer has the card or phone {text}. Scan or type a card."),
        "promotion_changed": marked(
            "Somebody else has changed this promotion meanwhile. Nothing was changed; load the page again."
        ),
        "promotion_used_up": marked(
            "“{name}” was used up at another till meanwhile. Nothing was sold; look at the new total."
        ),
        "promotion_gone": marked("A promotion ended at this moment. Nothing was sold; look at the new total."),
        "code_of_promotion": marked("The code {code} sets off “{name}” already. Nothing was changed; choose another."),
        "no_such_coupon": marked("Choose which promotion the coupon is for: one that coupons set off."),
        "takes_no_coupons": marked("“{name}” needs no coupons: it applies by itself. Nothing was made."),
        "coupon_count_out_of_range": marked("A series has 1 to {most} coupons; correct the number."),
        "no_series": marked("This series of coupons does not exist."),
        "no_package": marked("There is no such package."),
        "package_empty": marked("Nothing is left of {name}. Nothing was changed."),
        "package_frozen": marked("{name} rests until {day}. Nothing was changed; the office can end its rest."),
        "package_expired": marked(
            "{name} was good until {day}. Nothing was changed; the office can give it a later day."
        ),
        "package_too_few": marked("{name} has {left} visits left. Nothing was changed."),
        "package_not_frozen": marked("{name} does not rest. Nothing was changed."),
        "package_freeze_days": marked("It may rest for {left} days more. Nothing was changed; write fewer days."),
        "package_reason_needed": marked("Write why, in {most} letters at most; without it nothing was changed."),
        "package_correction_range": marked("Write how many visits, {most} at most, above or below zero."),
        "package_visits_out_of_range": marked("A package holds 1 to {most} visits. Nothing was changed."),
        "package_days_out_of_range": marked("Write a number of days up to {most}. Nothing was changed."),
        "package_covers_nothing": marked(
            "Choose the services or the categories whose visits the package pays. Nothing was changed."
        ),
        "package_covers_itself": marked(
            "{name} is a package itself: no package pays for one. Nothing was changed; choose other services."
        ),
        "package_needs_service": marked(
            "{name} is no service that is counted by the piece, so it cannot be a package of visits. Nothing was "
            "changed."
        ),
        "package_tax_differs": marked(
            "{name} is taxed otherwise than the package, whose tax is taken when it is sold. Nothing was changed; "
            "choose services of one kind of tax."
        ),
        "no_gift_card": marked("There is no such gift card."),
        "gift_card_taken": marked("There is a gift card {code} already. Nothing was changed; scan another one."),
        "gift_card_blocked": marked("The gift card {code} is blocked. Nothing was changed; it pays no more."),
        "gift_card_replaced": marked(
            "The gift card {code} was replaced by another one. Nothing was changed; scan the new card."
        ),
        "gift_card_expired": marked("The gift card {code} was good until {day}. Nothing was changed."),
        "gift_card_empty": marked("Nothing is left on the gift card {code}. Nothing was changed."),
        "gift_card_too_little": marked("The gift card {code} holds {left} only. Nothing was changed."),
        "gift_card_held": marked(
            "What is on the gift card {code} is held for a card payment at a till. Nothing was changed; wait until "
            "that sale is done."
        ),
        "prepaid_balance_held": marked(
            "What the customer has prepaid is held for a card payment at a till. Nothing was changed; wait until that "
            "sale is done."
        ),
        "gift_card_reason_needed": marked("Write why, in {most} letters at most; without it nothing was changed."),
        "gift_card_of_customer": marked("This is a customer's balance, no card. Nothing was changed."),
        "coupon_used": marked("The coupon {code} was used already; each is good once. Nothing was changed."),
        "coupon_withdrawn": marked("The coupon {code} was withdrawn and is good no more. Nothing was changed."),
        "merge_blocked_balance": marked(
            "One of the two has a prepaid balance that is blocked. Unblock it under Gift cards, then make them one."
        ),
    }
)
