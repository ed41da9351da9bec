"""The English sentences of the error codes of mails and short messages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.core.texts import marked

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mail_not_set_up": marked("No mail server is set up. Nothing was sent; the owner can set one up under E-mail."),
        "mail_erased": marked("The address was erased. Nothing was sent."),
        "sms_number": marked("This is no number to send a message to; write it with its country, like +359888123456."),
        "sms_not_set_up": marked("No modem is in use. Nothing was sent; add one under Devices."),
        "sms_quiet_hours": marked("Offers wait for the morning: customers sleep."),
        "sms_consent_gone": marked("The customer has said stop meanwhile. Nothing was sent."),
        "sms_erased": marked("The number was erased. Nothing was sent."),
        "sms_may_have_gone": marked(
            "The modem had the whole message and did not answer: it may have been sent. Ask the customer before it is"
            " sent again."
        ),
        "sms_word_unknown": marked("Nothing fills in {word}; known are {known}. Nothing was sent."),
        "sms_code_missing": marked("Put {word} into the text, or the customer has no coupon. Nothing was sent."),
        "sms_no_last_day": marked("These coupons have no last day: take {word} out of the text. Nothing was sent."),
        "sms_nobody": marked("There is nobody left to send this to. Nothing was sent."),
        "sms_plan_changed": marked("By now it would be {messages} messages. Nothing was sent; look and confirm again."),
        "sms_too_many": marked("That is {messages} messages, and {most} go at once. Choose fewer customers."),
        "sms_goods_unknown": marked("No goods have this code or SKU."),
        "sms_audience_unknown": marked("Choose who gets the coupons."),
        "coupons_too_few": marked("{left} coupons are left for {messages} customers. Make more; nothing was sent."),
        "coupons_over": marked("The last day of these coupons is past. Nothing was sent."),
        "sms_text_missing": marked("Write what the message says. Nothing was sent."),
        "sms_text_long": marked("The message has {parts} parts, and {most} are the most. Make it shorter."),
        "mail_may_have_gone": marked(
            "The mail server had the whole mail when the connection broke: it may have been sent. Ask the customer"
            " before it is sent again."
        ),
    }
)
