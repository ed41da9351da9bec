"""The English sentences of error codes of the client book: what happened and what to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.core.texts import marked

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "phone_invalid": marked("This is no phone number that exists; correct it, or leave it empty."),
        "email_invalid": marked("This is no e-mail address; write it like anna@example.org, or leave it empty."),
        "birth_date_unclear": marked("This date is not understood; write it like 24.12.1980."),
        "birth_date_impossible": marked("Nobody who lives was born on this day; correct it, or leave it empty."),
        "sex_unknown": marked("This is not one of the choices."),
        "customer_unknown": marked("A customer needs a name, a phone or a card."),
        "no_customer_here": marked("There is no such customer."),
        "customer_erased": marked("This customer has been erased; nothing can be written about them any more."),
        "customer_merged": marked("This customer is {name} now; look there."),
        "merge_with_oneself": marked("These are one and the same entry; choose another one."),
        "not_merged": marked("This customer is not merged with anybody; load the page again."),
        "undo_later_merge_first": marked("Undo the merge with {name} first: it came later."),
        "card_taken": marked("The card {code} belongs to a customer already; scan another one."),
        "card_replaced": marked("The card {code} has been replaced; load the page again."),
        "card_reason_unknown": marked("Choose why."),
        "card_range_used_up": marked(
            "The range {prefix} has no card number left. Choose a shorter beginning in the settings."
        ),
        "no_card_here": marked("There is no such card."),
        "no_label": marked("There is no such label any more; load the page again."),
        "label_name_missing": marked("Write what the label says."),
        "label_taken": marked("There is a label {name} already."),
        "unknown_channel": marked("There is no such way to reach a customer."),
        "unknown_source": marked("Choose how the customer said it."),
    }
)
