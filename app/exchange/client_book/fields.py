"""The fields of a table of customers, and the words its cells use."""

from collections.abc import Mapping
from typing import Final

from app.core.folding import fold
from app.core.texts import marked
from app.crm.consents import Channel, Source
from app.exchange.fields import Field

FIELDS: Final = (
    Field(
        "uid",
        marked("Regulars ID"),
        ("customer uid",),
        help=marked("As an export of this program wrote it"),
    ),
    Field(
        "name",
        marked("Name"),
        ("full name", "customer", "customer name", "client", "last name", "surname", "family name", "first name",
         "middle name", "фио", "ф и о", "имя", "фамилия", "отчество", "клиент", "покупатель", "контрагент",
         "kunde", "vorname", "nachname", "nom", "prénom", "име", "презиме", "név", "vezetéknév",
         "keresztnév", "ügyfél", "الاسم", "العميل"),
        several=True,
        help=marked("Several columns become one name, in their order"),
    ),
    Field(
        "phone",
        marked("Phone"),
        ("telephone", "mobile", "mobile phone", "tel", "cell phone", "phone number", "second phone", "телефон",
         "мобильный", "мобильный телефон", "сотовый", "моб телефон", "номер телефона", "тел", "telefon",
         "telefonnummer", "handy", "mobil", "mobilnummer", "téléphone", "portable", "мобилен", "мобилен телефон",
         "telefonszám", "الهاتف", "الجوال"),
        several=True,
        help=marked("In any writing; up to two, in one cell or in two columns"),
    ),
    Field("email", marked("E-mail"), ("email", "mail", "email address", "почта", "эл почта", "электронная почта",
                                       "courriel", "adresse e mail", "имейл", "поща", "البريد الإلكتروني")),
    Field(
        "birth_date",
        marked("Birth date"),
        ("birthday", "date of birth", "dob", "born", "дата рождения", "день рождения", "др",
         "geburtsdatum", "geburtstag", "geboren", "date de naissance", "né le", "дата на раждане", "рожден ден",
         "születési dátum", "születésnap", "تاريخ الميلاد"),
        holds="date",
    ),
    Field("sex", marked("Sex"), ("gender", "пол", "geschlecht", "anrede", "sexe", "nem", "الجنس"), fixed=True),
    Field("language", marked("Language"), ("язык", "sprache", "langue", "език", "nyelv", "اللغة"), fixed=True),
    Field("note", marked("Note"), ("notes", "comment", "comments", "remarks", "примечание", "комментарий", "заметка",
                                   "notiz", "bemerkung", "anmerkung", "remarque", "commentaire", "бележка",
                                   "megjegyzés", "ملاحظات")),
    Field(
        "cards",
        marked("Cards"),
        ("card", "card number", "card no", "card code", "discount card", "loyalty card", "карта", "номер карты",
         "код карты", "дисконтная карта", "штрихкод карты", "karte", "kartennummer", "kundenkarte", "carte",
         "numéro de carte", "номер на карта", "kártya", "kártyaszám", "بطاقة"),
        several=True,
        help=marked("Cards are added, never taken away"),
    ),
    Field(
        "consent_sms",
        marked("Consent to SMS"),
        ("sms", "sms consent", "согласие на sms", "согласие на смс", "смс"),
        help=marked("Yes, no, or the day it was given"),
    ),
    Field(
        "consent_email",
        marked("Consent to e-mail"),
        ("email consent", "newsletter", "согласие на email", "согласие на рассылку", "рассылка"),
        help=marked("Yes, no, or the day it was given"),
    ),
    Field(
        "consent_call",
        marked("Consent to calls"),
        ("call consent", "calls", "согласие на звонки", "звонки"),
        help=marked("Yes, no, or the day it was given"),
    ),
    Field(
        "consent_date",
        marked("Consents given on"),
        ("consent date", "date of consent", "дата согласия"),
        holds="date",
        help=marked("For all three, where their cells name no day"),
    ),
    Field(
        "consent_source",
        marked("Consents given how"),
        ("consent source", "source of consent", "источник согласия"),
        fixed=True,
    ),
    Field(
        "consent_wording",
        marked("Wording of the consents"),
        ("consent wording", "consent text", "текст согласия"),
        help=marked("What the customer read before agreeing"),
    ),
)  # fmt: skip
CONSENTS: Final[Mapping[str, Channel]] = {"consent_sms": "sms", "consent_email": "email", "consent_call": "call"}
SEX_CHOICES: Final = (("female", marked("Female")), ("male", marked("Male")))
SOURCE_CHOICES: Final[tuple[tuple[Source, str], ...]] = (
    ("till", marked("in the shop")),
    ("paper", marked("signed paper")),
    ("phone", marked("by phone")),
    ("web", marked("on the web site")),
    ("message", marked("by message")),
)

_SEX_WORDS: Final = {
    "female": ("female", "f", "woman", "w", "ж", "жен", "женский", "женщина", "жена", "weiblich", "frau", "femme", "nő",
               "أنثى"),
    "male": ("male", "m", "man", "м", "муж", "мужской", "мужчина", "мъж", "männlich", "herr", "homme", "férfi", "ذكر"),
    "": ("-", "?", "unknown", "not known", "не указан", "не известен", "неизвестно"),
}  # fmt: skip
SEXES: Final = {fold(word): sex for sex, words in _SEX_WORDS.items() for word in words}
"""The sex that a folded word says; empty where it says that nobody knows."""
_SOURCE_WORDS: Final[Mapping[Source, tuple[str, ...]]] = {
    "till": ("till", "in the shop", "shop", "store", "в магазине", "магазин", "касса"),
    "paper": ("paper", "signed paper", "form", "бумага", "анкета", "на бумаге", "подписанная бумага"),
    "phone": ("phone", "by phone", "call", "телефон", "по телефону"),
    "web": ("web", "on the web site", "website", "site", "online", "сайт", "на сайте"),
    "message": ("message", "by message", "sms", "e mail", "email", "смс", "сообщение", "сообщением"),
    "import": ("import", "imported", "импорт"),
}
SOURCES: Final = {fold(word): source for source, words in _SOURCE_WORDS.items() for word in words}
"""How a consent reached the shop, by folded words."""
