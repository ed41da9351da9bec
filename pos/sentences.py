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
    "nothing_to_undo": marked("There is nothing to undo any more: it lasts until the next act, or thirty seconds."),
}
_CHECKOUT: Final = {
    "no_open_shift": marked("The shift is not open. Nothing was sold; open it by counting the cash in the drawer."),
    "clock_behind": marked(
        "The PC's clock shows a time before the last act. Nothing was sold; set it right, or confirm it at the till."
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
    "offer_with_returns": marked(
        "Goods come back in this sale, so it cannot be an offer. Nothing was made; take those lines out first."
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
}

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {**ERRORS, **_CART, **_CHECKOUT, **_SHIFT, **_PAPERS, **_RETURNS, **_OFFERS, **_ACCOUNT, **_EMPLOYEES, **_FISCAL}
)
