"""Which column of a file is taken for which field."""

from collections.abc import Sequence

import pytest

from app.exchange.client_book.fields import FIELDS as OF_CUSTOMERS
from app.exchange.fields import Field, propose
from app.exchange.product_reading import FIELDS as OF_PRODUCTS

GOODS = ("sku", "name", "category", "price", "barcodes")
PEOPLE = ("name", "phone", "birth_date", "email")


@pytest.mark.parametrize(
    ("fields", "headers", "meant"),
    [
        (OF_PRODUCTS, ("Артикул", "Наименование", "Категория", "Цена, руб.", "Штрихкод"), GOODS),
        (OF_PRODUCTS, ("Artikelnummer", "Bezeichnung", "Warengruppe", "Preis (brutto, EUR)", "EAN"), GOODS),
        (OF_PRODUCTS, ("Référence", "Désignation", "Catégorie", "Prix TTC", "Code-barres"), GOODS),
        (OF_PRODUCTS, ("Артикул", "Стока", "Група", "Продажна цена", "Баркод"), GOODS),
        (OF_PRODUCTS, ("Cikkszám", "Megnevezés", "Kategória", "Eladási ár [Ft]", "Vonalkód"), GOODS),
        (OF_CUSTOMERS, ("Kunde", "Telefon", "Geburtsdatum", "E-Mail"), PEOPLE),
        (OF_CUSTOMERS, ("Nom", "Téléphone", "Date de naissance", "Courriel"), PEOPLE),
        (OF_CUSTOMERS, ("Име", "Мобилен телефон", "Дата на раждане", "Имейл"), PEOPLE),
        (OF_CUSTOMERS, ("Név", "Telefonszám", "Születési dátum", "E-mail"), PEOPLE),
        (OF_CUSTOMERS, ("الاسم", "الجوال", "تاريخ الميلاد", "البريد الإلكتروني"), PEOPLE),
    ],
)
def test_columns_are_known_in_the_languages_of_the_markets(
    fields: Sequence[Field], headers: Sequence[str], meant: Sequence[str]
) -> None:
    assert propose(fields, headers).columns == {code: (header,) for code, header in zip(meant, headers, strict=True)}


def test_a_name_without_a_remark_comes_first() -> None:
    assert propose(OF_PRODUCTS, ("Price (wholesale)", "Price")).columns == {"price": ("Price",)}
