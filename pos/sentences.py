"""The English sentences of the till's error codes: what happened, what it means for the money, what to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.core.texts import marked
from pos.pricing.messages import ERRORS

_CART: Final = {
    "cart_paid": marked("This cart has been paid already. Nothing was changed; the next scan begins a new sale."),
    "another_cart": marked(
        "Another cart is open at this till. Nothing was changed; finish it, put it aside or drop it first."
    ),
    "no_cart": marked("This cart is not open any more. Nothing was changed; the next scan begins a new one."),
    "no_line": marked("This line is not in the cart any more. Nothing was changed."),
    "cart_too_long": marked("A cart holds {most} lines at most. Pay this one and go on with the next."),
    "unknown_code": marked("Nobody knows the code {code}. Nothing was added; search by name, or ring it up by hand."),
    "no_product": marked("This product does not exist any more. Nothing was added."),
    "product_inactive": marked("{name} is not sold any more. Nothing was added; the office can put it back on sale."),
    "no_price": marked("This has no price yet. Nothing was added; give it one."),
    "weigh_first": marked("{name} is sold by weight. Nothing was added; put it on the scale, or type its weight."),
    "weight_gone": marked("The scale shows something else by now. Nothing was added; wait until it stands still."),
    "weight_overload": marked("There is too much on the scale. Weigh it in parts, or type the weight."),
    "weight_below_zero": marked(
        "The scale shows less than nothing. Empty it and press its zero key, or type the weight."
    ),
    "weight_moving": marked("The scale is not at rest. Wait a moment, or type the weight."),
    "weight_nothing": marked("Nothing lies on the scale. Put the goods on it, or type the weight."),
    "weight_too_little": marked("This is too little for the scale. Put more on it, or type the weight."),
    "weight_same_goods": marked(
        "This was weighed a moment ago. Put the next goods on the scale, or take it once more."
    ),
    "no_scale": marked("This till has no scale. Nothing was added; type the weight."),
    "qty_decimals": marked("A quantity here has {decimals} decimals at most. Nothing was changed; correct it."),
    "qty_out_of_range": marked("This quantity cannot be sold. Nothing was changed; correct it, or remove the line."),
    "price_out_of_range": marked("This price cannot be used. Nothing was changed; correct it."),
    "amount_too_large": marked("This comes to more money than can be booked. Nothing was changed; correct it."),
    "reason_needed": marked("Write a reason in a few words; without one nothing was changed."),
    "cart_elsewhere": marked("This cart was put aside or is open at another till now. Nothing was changed."),
    "unknown_coupon": marked("Nobody knows the coupon {code}. Nothing was changed; look at the code again."),
    "coupon_mistyped": marked("{code} was not read right: its last sign does not fit. Nothing was changed; try again."),
    "coupon_over": marked("The coupon {code} is good no more: its last day has passed. Nothing was changed."),
    "coupon_off": marked("“{name}” does not run now, so its coupon takes nothing off. Nothing was changed."),
    "coupon_of_same": marked("A coupon of “{name}” is in the cart already; one counts. Nothing was changed."),
    "claim_off": marked("This is not to be had for points now. Nothing was changed; look at the cart again."),
    "too_many_claims": marked("A cart takes {most} rewards for points at most. Nothing was changed."),
    "too_many_coupons": marked("A cart takes {most} coupons at most. Nothing was changed."),
    "other_customer": marked(
        "This cart belongs to another customer already. Nothing was changed; say which one it is."
    ),
    "pledge_follows": marked("The pledge {name} goes with its goods. Nothing was changed; change the goods."),
    "pledge_fixed": marked("A pledge has no discount and no other price. Nothing was changed."),
    "pledge_without_price": marked(
        "The pledge {name} has no price yet. Nothing was added; the office can give it one."
    ),
    "returned_as_sold": marked("{name} comes back at the price it was sold for. Nothing was changed."),
    "tips_off": marked("This shop takes no tips at its tills. Nothing was changed; the office can switch them on."),
    "tip_not_in_coins": marked("Cash here goes in steps of {step}, and so do tips. Nothing was changed; correct it."),
    "unknown_person": marked("This person does not sell here. Nothing was changed; choose somebody else."),
    "unknown_gift_card": marked("Nobody knows the gift card {code}. Nothing was changed; look at the code again."),
    "gift_card_mistyped": marked(
        "The code of this gift card was not read right: its last figure does not fit. Nothing was changed; try again."
    ),
    "gift_card_code_short": marked(
        "{code} is too short: the code of a gift card has {least} signs or more. Nothing was changed; an amount goes "
        "into its own field."
    ),
    "too_many_gift_cards": marked("{most} gift cards at most pay for one cart. Nothing was changed."),
    "gift_card_in_cart": marked("The gift card {code} is in the cart already. Nothing was changed."),
    "gift_card_code_taken": marked(
        "The code {code} belongs to something else. Nothing was changed; scan another card."
    ),
    "gift_card_fixed": marked(
        "The amount of {name} was agreed on. Nothing was changed; remove the line and sell it anew."
    ),
    "gift_card_pays_goods_only": marked("A gift card cannot pay for another one. Nothing was sold; take money for it."),
    "marked_one_by_one": marked(
        "Each unit of {name} has a code of its own. Nothing was changed; scan the units one by one."
    ),
    "marking_code_cut": marked(
        "The code of {name} did not come whole: the scanner leaves something out. Nothing was added; scan it again, or "
        "let the scanner send the separator FNC1."
    ),
    "marking_code_twice": marked("This unit of {name} is in the cart already. Nothing was added; scan the next one."),
    "marking_code_sold": marked(
        "This unit of {name} was sold with receipt {receipt} and has not come back. Nothing was sold; to take it back, "
        "open that receipt."
    ),
    "marked_goods_refused": marked(
        "{name} is sold with its own codes only, and this till cannot register them. Nothing was added; sell it at "
        "another till."
    ),
    "no_prepaid_balance": marked("This customer has prepaid nothing. Nothing was changed."),
    "nothing_to_undo": marked("There is nothing to undo any more: it lasts until the next act, or thirty seconds."),
}
_CHECKOUT: Final = {
    "no_open_shift": marked("The shift is not open. Nothing was sold; open it by counting the cash in the drawer."),
    "clock_behind": marked(
        "The PC's clock shows a time before the last act. Nothing was sold; set it right, or confirm it at the till."
    ),
    "register_clock_apart": marked(
        "The clocks of the PC and of the fiscal register are far apart. Nothing was sold; set the wrong one right, or "
        "confirm it at the till."
    ),
    "clock_right_again": marked("The clock is right. Nothing was changed, and nothing has to be confirmed."),
    "cart_empty": marked("There is nothing to pay in this cart."),
    "cart_changed": marked("The cart was changed meanwhile. Nothing was sold; look at it and pay again."),
    "tenders_below_total": marked("{need} is still to be paid. Nothing was sold; add the rest."),
    "unknown_tender": marked("This way of paying is not known here. Nothing was sold; choose another one."),
    "stock_refused": marked("There is not enough of {names}. Nothing was sold; lower the quantity."),
    "no_sale": marked("There is no such sale."),
    "age_check_needed": marked("The buyer must be {age}. Nothing was sold; look at a paper and confirm the age first."),
    "customer_too_young": marked("The buyer must be {age}, and this customer is younger. Nothing was sold."),
    "not_at_this_hour": marked(
        "{name} may be sold from {from_hour}:00 to {until_hour}:00 only. Nothing was sold; take it out of the cart."
    ),
    "register_names_no_buyer": marked(
        "The fiscal register of this till cannot name the buyer. Nothing was changed; make out a receipt for a company "
        "once it is paid."
    ),
    "marking_codes_missing": marked("Codes of units are missing: {names}. Nothing was sold; scan them and pay again."),
    "marked_needs_receipt": marked(
        "Units of {name} come back from the receipt they were sold with. Nothing was changed; scan the code on the "
        "unit, and the till says which receipt that is."
    ),
    "age_out_of_range": marked("An age is from 1 to {limit} years; correct it."),
    "card_blocked": marked("This card is blocked. Nothing was changed; look the customer up by name or phone."),
    "customer_needed": marked("This needs a customer. Nothing was booked; scan a card or find the customer first."),
    "paid_otherwise": marked(
        "At most {most} of this was paid that way. Nothing was paid out; give the rest otherwise."
    ),
    "no_cash_for_payout": marked(
        "The drawer should hold {there} only. Nothing was paid out; put cash in first, or pay back another way."
    ),
    "sale_has_customer": marked("This sale has a customer already. Nothing was changed."),
    "too_late_for_customer": marked(
        "The customer of a sale can be named for {minutes} minutes after it was paid. Nothing was changed."
    ),
    "no_tip_on_payout": marked(
        "Nothing is to be paid here, so it takes no tip. Nothing was changed; take the tip off."
    ),
    "tip_on_account": marked(
        "A tip cannot be given on account. Nothing was sold; take it in cash or by card, or take it off."
    ),
    "token_without_till": marked("This token belongs to no till; make one for a till in the office."),
}
_EMPLOYEES: Final = {
    "employee_taken": marked("{name} is another customer already. Nothing was changed; take that one off first."),
}
_SHIFT: Final = {
    "shift_open": marked("A shift is open at this till already, opened by {opened_by}."),
    "shift_over": marked("This shift was closed again already. Nothing was opened; open a new one."),
    "paper_day_out_of_range": marked("Choose a day from {first} to {last}. Nothing was opened."),
    "paper_day_other_currency": marked(
        "The shop sold in another currency on that day, so it cannot be entered. Nothing was opened."
    ),
    "cart_still_open": marked("A cart is still open. Nothing was closed; pay it or drop it first."),
    "unknown_denomination": marked("There is no coin or note of {value}; correct the count."),
    "bad_count": marked("This count of coins or notes cannot be right; correct it."),
    "unknown_cash_kind": marked("This kind of cash entry is not known."),
    "amount_not_positive": marked("Write an amount above zero; nothing was booked."),
    "handover_to_self": marked("Choose a colleague: you have the drawer already. Nothing was handed over."),
    "taker_cannot_sell": marked("{name} may not sell at a till. Nothing was handed over; choose somebody else."),
    "no_handover": marked("There is no such hand-over."),
    "more_than_tips": marked("Only {held} of tips is held for {name}. Nothing was paid out; lower the amount."),
    "drawer_too_low": marked("There should be less than that in the drawer. Nothing was booked; correct the amount."),
}
_PAPERS: Final = {
    "no_paper": marked("There is no such paper."),
    "no_printer": marked("This till has no receipt printer; add one under Devices."),
    "document_version": marked("This paper was written by a newer version of the program (form {version})."),
    "document_unreadable": marked("This paper cannot be read any more: {why}."),
    "tax_number_doubtful": marked(
        "{got} does not look like a tax number. Nothing was printed; accept it as it is, or correct it."
    ),
    "company_receipt_exists": marked(
        "This sale already has a receipt for a company, no. {number}. Nothing was printed; issue a corrected one that"
        " names it, or print that one again."
    ),
    "nothing_to_give": marked("Nothing was sold here that could be a present."),
    "may_have_printed": marked("It may have been printed: look whether the paper came out."),
    "unexpected": marked("Something unexpected happened while printing: look whether the paper came out."),
}

_RETURNS: Final = {
    "nothing_chosen": marked("Choose what comes back. Nothing was changed."),
    "more_than_sold": marked("Of {name} only {left} can still come back. Nothing was changed; lower the quantity."),
    "already_in_cart": marked("{name} of this receipt is in the cart already. Change its quantity there."),
    "returned_already": marked(
        "{name} was taken back at another till meanwhile. Nothing was booked; remove the line or lower its quantity."
    ),
    "not_voidable": marked(
        "Only a whole sale of which nothing came back can be voided. Nothing was booked; take the goods back instead."
    ),
    "void_too_late": marked(
        "A sale can be voided in its own shift at its own till only. Nothing was booked; take the goods back instead."
    ),
    "not_voided": marked("This sale was not voided. Nothing was rung up again."),
}
_OFFERS: Final = {
    "no_offer": marked("There is no such offer."),
    "offer_with_points": marked(
        "Points are spent by a sale alone. Nothing was made; take out what points pay here, then make the offer."
    ),
    "offer_with_coupons": marked(
        "A coupon that is good once is used by a sale alone. Nothing was made; take it out, then make the offer."
    ),
    "offer_with_returns": marked(
        "Goods come back in this sale, so it cannot be an offer. Nothing was made; take those lines out first."
    ),
    "package_one_at_a_time": marked(
        "{name} is a package of visits: each is a line of its own, one at a time. Nothing was changed; sell it once "
        "more."
    ),
    "package_fixed": marked(
        "A package pays for {name}, or it is one: its price stays as it is. Nothing was changed; take the line out and "
        "sell it anew."
    ),
    "package_not_theirs": marked(
        "{name} belongs to somebody else, and is not shared with this customer. Nothing was changed."
    ),
    "package_not_for_it": marked("{name} does not pay for {line}. Nothing was changed."),
    "package_needs_customer": marked(
        "A package of visits is somebody's. Nothing was sold; say who the customer is (F7), then pay."
    ),
    "package_gone": marked("{name} is no package of visits any more. Nothing was sold; take the line out."),
    "package_used": marked(
        "{name} is not whole any more: visits were taken from it. Nothing was voided; take back what is left of it "
        "with its receipt."
    ),
    "package_is_service": marked(
        "{name} is sold as a package of visits, which is a service by the piece. Nothing was changed; end the package "
        "first."
    ),
    "offer_with_packages": marked(
        "A package of visits is in this cart, so it cannot be an offer. Nothing was made; take that line out first."
    ),
    "offer_with_gift_cards": marked(
        "A gift card is sold in this cart, so it cannot be an offer. Nothing was made; take that line out first."
    ),
    "cart_before_offer": marked(
        "Something is rung up already. Offer {number} was not opened; pay the sale or put it aside with F8, then scan"
        " the offer again."
    ),
    "offer_out_of_date": marked(
        "Offer {number} was good until {valid_until}. Nothing was rung up; choose today's prices or the offered ones."
    ),
    "offer_sold_already": marked(
        "Offer {number} was sold already, on receipt no. {receipt}. Nothing was rung up; say whether it is sold again."
    ),
    "offer_in_a_cart": marked(
        "Offer {number} is in the cart of {till} at this moment. Nothing was rung up; say whether it is sold again."
    ),
    "offer_sold_meanwhile": marked(
        "The offer of this sale was sold meanwhile, on receipt no. {receipt}. Nothing was paid; say whether it is sold"
        " again."
    ),
    "offer_of_other_money": marked(
        "Offer {number} was made in another currency, or when prices were written the other way about tax. Nothing"
        " was rung up; ring the goods up anew."
    ),
    "offer_goods_gone": marked("Nothing of offer {number} is sold any more. Nothing was rung up."),
}
_ACCOUNT: Final = {
    "no_credit": marked("This customer has no account here. Nothing was booked; the office can agree on a limit."),
    "credit_limit_reached": marked(
        "Only {left} can still be bought on account. Nothing was sold; take the rest otherwise."
    ),
    "limit_out_of_range": marked("This limit cannot be used. Nothing was changed; correct it."),
    "more_than_owed": marked("Only {owed} is owed. Nothing was booked; lower the amount."),
    "account_not_settled": marked("{owed} is still open on the account. Nothing was erased; settle it first."),
}

_FISCAL: Final = {
    "no_register": marked("This till has no fiscal register; add one under Devices, or put it in use again."),
    "register_there": marked("This till has a fiscal register already. Nothing was added; change that one."),
    "address_no_register": marked(
        "There is no fiscal register {driver} in this program; an address begins with one of {known}."
    ),
    "fiscal_code_unknown": marked(
        "The register does not know the code {got}. Nothing was changed; choose another one."
    ),
    "fiscal_in_doubt": marked(
        "Nobody knows yet what became of a receipt at the fiscal register. Nothing was sold; let a senior decide first."
    ),
    "fiscal_number_needed": marked(
        "Write the number of the document that the register has of this. Nothing was decided; it stands on its paper."
    ),
    "fiscal_never_sent": marked(
        "This was never sent to the register, so it cannot be registered. Nothing was decided; send it, or let it go."
    ),
    "fiscal_same_register": marked("The register is the one that was known. Nothing was changed."),
    "nothing_to_correct": marked("Nothing of this sale was left unregistered. Nothing was changed."),
    "register_copies_last": marked(
        "A fiscal register copies its last receipt only, and this is not it any more. Nothing was printed; the receipt"
        " can be sent by e-mail, or made out for a company."
    ),
    "register_has_no_corrections": marked(
        "The fiscal register of this till takes no sales afterwards. Nothing was changed; ask the service of the"
        " register what the law wants now."
    ),
    "register_not_met": marked(
        "The fiscal register has not said yet which one it is, and its law numbers each sale before the first line."
        " Nothing was rung up; look at its power and cable, and try again in a moment."
    ),
    "return_needs_receipt": marked(
        "The fiscal register of this till takes goods back only from a receipt that it can name. Nothing was changed;"
        " find the receipt by its goods, day or customer."
    ),
    "return_of_two_receipts": marked(
        "The fiscal register of this till takes goods of one receipt back at a time. Nothing was added; pay this return"
        " out first, then begin the next."
    ),
    "return_not_registered": marked(
        "This sale was never registered at a fiscal register, so its return cannot name it. Nothing was changed; take"
        " the goods back at the device that printed the receipt."
    ),
    "sale_number_range": marked("The number of a sale is from 0 to {most}. Nothing was changed; correct it."),
    "sale_numbers_given": marked(
        "Sale number {last} of this register was given already, and there may be no gap. Nothing was changed."
    ),
}

_REHEARSAL: Final = {
    "no_rehearsal": marked("These figures are not kept any more; start it again on the page of the promotion."),
    "rehearsal_busy": marked("Another promotion is being tried at this moment. Wait until it is done, or stop it."),
    "rehearsal_days": marked("Write how many days to look back, from 1 to {most}."),
    "rehearsal_no_use": marked("“{name}” has not been used in any sale yet: there is no result to count."),
    "rehearsal_of_claims": marked(
        "A promotion that is bought with points cannot be tried: nobody knows who would have bought it."
    ),
}

_CARDS: Final = {
    "no_card_payment": marked("There is no such card payment."),
    "terminal_there": marked("This till has a card terminal already. Nothing was added; change that one."),
    "address_no_terminal": marked(
        "There is no card terminal {driver} in this program; an address looks like {known}. Nothing was changed."
    ),
    "no_card_terminal": marked("This till has no card terminal in use. Nothing was moved; look under Devices."),
    "cart_being_paid": marked(
        "A card's money is on this sale. Nothing was changed; finish it, or give the money back first."
    ),
    "card_payment_under_way": marked(
        "The card terminal has not finished a payment yet. Nothing was sold; wait for it, or cancel it."
    ),
    "card_amounts_differ": marked(
        "The card terminal took {approved}, which is not what this payment says. Nothing was sold; choose how to go on."
    ),
    "card_not_given_back": marked("The card's money is not back yet. Nothing was voided; give it back first."),
    "card_payment_not_open": marked("This card payment has come to its end already. Nothing was changed."),
    "card_payment_not_doubtful": marked("The card terminal answers for this payment. Nothing was decided; ask it."),
    "authorisation_needed": marked("Write the code on the terminal's slip; without one nothing was decided."),
}

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **ERRORS,
        **_CART,
        **_CHECKOUT,
        **_SHIFT,
        **_PAPERS,
        **_RETURNS,
        **_OFFERS,
        **_ACCOUNT,
        **_EMPLOYEES,
        **_FISCAL,
        **_REHEARSAL,
        **_CARDS,
    }
)
