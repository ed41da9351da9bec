"""Goods and services: what is sold, by which code, in which unit, at which price and tax."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base
from app.core.db.types import BigId, UnitPriceType, UtcDateTime
from app.core.money import UnitPrice

ProductType = Literal["goods", "service", "pledge"]


class UnitOfMeasure(Base):
    """A unit of measure and how many decimals a quantity in it may have."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("decimals BETWEEN 0 AND 3", name="decimals_known"),)

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    decimals: Mapped[int] = mapped_column(Integer)


class TaxCategory(Base):
    """A kind of taxation. ``exempt`` is "no VAT", which is not "0 %"."""

    __tablename__ = "tax_category"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    exempt: Mapped[bool] = mapped_column(Boolean)


class TaxRate(Base):
    """The rate of a category from a business date on, in basis points."""

    __tablename__ = "tax_rate"
    __table_args__ = (CheckConstraint("rate_bp BETWEEN 0 AND 10000", name="rate_known"),)

    tax_category_id: Mapped[int] = mapped_column(BigId, ForeignKey("tax_category.id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(Date, primary_key=True)
    rate_bp: Mapped[int] = mapped_column(Integer)


class Category(Base):
    """A branch of the tree of goods. ``path`` holds the codes from the root: ``tools/saws``.

    Where it does not ``earns``, its goods and those of the branches below it bring no points.
    """

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("category.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    path: Mapped[str] = mapped_column(String(400), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(Integer)
    earns: Mapped[bool] = mapped_column(Boolean, server_default=true())


class Product(Base):
    """A good, a service, or a pledge on bottles and crates. ``search_text`` is its normalised name, SKU and codes.

    ``price_at_sale`` asks for the price at each sale; ``min_age`` is how old a buyer must be, in years. What does not
    ``earns`` brings no points. Each unit of one that ``is_marked`` bears a code of its own.
    """

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("kind IN ('goods','service','pledge')", name="kind_known"),
        CheckConstraint("min_age BETWEEN 1 AND 99", name="min_age_known"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    sku: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    category_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("category.id"), index=True)
    unit_code: Mapped[str] = mapped_column(String(20), ForeignKey("unit.code"))
    tax_category_id: Mapped[int] = mapped_column(BigId, ForeignKey("tax_category.id"))
    discountable: Mapped[bool] = mapped_column(Boolean)
    earns: Mapped[bool] = mapped_column(Boolean, server_default=true())
    stocked: Mapped[bool] = mapped_column(Boolean)
    duration_minutes: Mapped[int | None] = mapped_column(Integer)
    price_at_sale: Mapped[bool] = mapped_column(Boolean)
    min_age: Mapped[int | None] = mapped_column(Integer)
    is_marked: Mapped[bool] = mapped_column(Boolean, server_default=false())
    active: Mapped[bool] = mapped_column(Boolean)
    search_text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProductFamily(Base):
    """Goods that differ by size or colour: what their variants have in common. ``name_key`` is the folded name."""

    __tablename__ = "product_family"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(Text, unique=True)
    category_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("category.id"), index=True)
    unit_code: Mapped[str] = mapped_column(String(20), ForeignKey("unit.code"))
    tax_category_id: Mapped[int] = mapped_column(BigId, ForeignKey("tax_category.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FamilyPrice(Base):
    """What one unit of a family's variants costs from an instant on; null where they have no price in common."""

    __tablename__ = "family_price"
    __table_args__ = (CheckConstraint("price >= 0", name="price_not_negative"),)

    family_id: Mapped[int] = mapped_column(BigId, ForeignKey("product_family.id"), primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    price: Mapped[UnitPrice | None] = mapped_column(UnitPriceType)


class FamilyAttribute(Base):
    """What the variants of a family differ by; ``place`` counts from 1 and says which value of a variant is meant."""

    __tablename__ = "family_attribute"
    __table_args__ = (CheckConstraint("place BETWEEN 1 AND 3", name="place_known"),)

    family_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("product_family.id"), primary_key=True, autoincrement=False
    )
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(40))


class FamilyValue(Base):
    """A value of an attribute, in the order people know: S before M."""

    __tablename__ = "family_value"

    family_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("product_family.id"), primary_key=True, autoincrement=False
    )
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    value: Mapped[str] = mapped_column(String(30), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)


class Variant(Base):
    """A product of a family and its values; one is empty where the family has no attribute at that place."""

    __tablename__ = "variant"
    __table_args__ = (UniqueConstraint("family_id", "value_1", "value_2", "value_3"),)

    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True, autoincrement=False)
    family_id: Mapped[int] = mapped_column(BigId, ForeignKey("product_family.id"))
    value_1: Mapped[str] = mapped_column(String(30))
    value_2: Mapped[str] = mapped_column(String(30))
    value_3: Mapped[str] = mapped_column(String(30))


class KitPart(Base):
    """What a kit holds of another product. A kit has a price and no stock of its own: its parts leave the shelf."""

    __tablename__ = "kit_part"
    __table_args__ = (
        CheckConstraint("qty_milli > 0", name="qty_positive"),
        CheckConstraint("kit_id <> part_id", name="not_itself"),
    )

    kit_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True, autoincrement=False)
    part_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("product.id"), primary_key=True, autoincrement=False, index=True
    )
    qty_milli: Mapped[int] = mapped_column(BigInteger)


class ProductPledge(Base):
    """A pledge that a product carries: so many pieces of it on one unit (twenty bottles and a crate)."""

    __tablename__ = "product_pledge"
    __table_args__ = (
        CheckConstraint("pieces BETWEEN 1 AND 1000", name="pieces_known"),
        CheckConstraint("product_id <> pledge_id", name="not_itself"),
    )

    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True, autoincrement=False)
    pledge_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("product.id"), primary_key=True, autoincrement=False, index=True
    )
    pieces: Mapped[int] = mapped_column(Integer)


class ProductTag(Base):
    """A word the shop marks goods with, so that rules can name them together: ``garden``. Kept in small letters."""

    __tablename__ = "product_tag"

    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True, autoincrement=False)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class ProductPicture(Base):
    """A product's picture, kept apart from the row every scan reads. ``digest`` names it where browsers keep it."""

    __tablename__ = "product_picture"

    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(16))
    content_type: Mapped[str] = mapped_column(String(40))
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Barcode(Base):
    """A code of a product. A pack (a box of 12) says how much it holds and may have its own price.

    ``code`` is what the label shows; ``match_code`` is what a scan is compared with (``codes.match_code``).
    """

    __tablename__ = "barcode"
    __table_args__ = (
        CheckConstraint("pack_qty_milli > 0", name="pack_qty_positive"),
        CheckConstraint("pack_price >= 0", name="pack_price_not_negative"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), index=True)
    code: Mapped[str] = mapped_column(String(80))
    match_code: Mapped[str] = mapped_column(String(80), unique=True)
    pack_name: Mapped[str | None] = mapped_column(String(80))
    pack_qty_milli: Mapped[int] = mapped_column(Integer)
    pack_price: Mapped[UnitPrice | None] = mapped_column(UnitPriceType)


class ProductPrice(Base):
    """The price of one unit of a product from an instant on."""

    __tablename__ = "product_price"
    __table_args__ = (CheckConstraint("price >= 0", name="price_not_negative"),)

    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    price: Mapped[UnitPrice] = mapped_column(UnitPriceType)


class Favourite(Base):
    """A tile on the till's first page."""

    __tablename__ = "favourite"
    __table_args__ = (Index("ix_favourite_shop_id_position", "shop_id", "position"),)

    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
