"""The English sentences of error codes of goods and stock: what happened and what to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.core.texts import marked

_NAMES: Final = {
    "name_empty": marked("A name is needed; write one."),
    "name_too_long": marked("This name is longer than {limit} characters; shorten it."),
    "name_unprintable": marked("This name holds a sign that cannot be printed; write it again."),
    "sku_taken": marked("The SKU {sku} belongs to {name} already; choose another one."),
    "sku_too_long": marked("This SKU is longer than {limit} characters; shorten it."),
    "sku_unprintable": marked("This SKU holds a sign that cannot be printed; write it again."),
}
_CODES: Final = {
    "code_empty": marked("The code is empty; scan or type it."),
    "code_too_long": marked("This code is longer than {limit} characters; shorten it."),
    "code_unprintable": marked("A code cannot hold {sign}; was it typed in another keyboard layout?"),
    "code_taken": marked("The code {code} belongs to {name} already; take it away there first."),
    "code_in_cart": marked("This code is in an open cart. Nothing was changed; try again when it is paid."),
    "no_code": marked("This code does not exist any more."),
    "pack_qty_out_of_range": marked("A pack cannot hold that much; correct its content."),
    "pack_has_fraction": marked("A pack of {name} would hold part of a unit that is sold whole; correct its content."),
}
_GOODS: Final = {
    "unknown_category": marked("This category does not exist any more; choose another one."),
    "unknown_tax_category": marked("This tax category does not exist; choose another one."),
    "too_many_tags": marked("A product has {most} tags at most; take some away."),
    "tag_too_long": marked("A tag has {most} characters at most; shorten it."),
    "tag_unprintable": marked("A tag holds a sign that cannot be printed; write it again."),
    "unknown_unit": marked("This unit does not exist; choose another one."),
    "duration_out_of_range": marked("This duration cannot be right; write minutes."),
    "price_negative": marked("A price cannot be below zero; correct it."),
    "price_empty": marked("Write the new price."),
    "date_in_past": marked("This day has passed; what was sold then stays as it was. Choose a later day."),
    "not_a_day": marked("This is no date; choose one from the calendar."),
    "no_future_price": marked("There is no future price from that day."),
    "not_a_picture": marked("This file is not a picture that can be shown; choose a PNG, JPEG or WebP file."),
    "picture_too_large": marked("This picture is too large; choose a smaller file."),
    "too_many_favourites": marked("{limit} favourites are the most; take one away first."),
    "no_favourite": marked("This product is not among the favourites any more."),
}
_FAMILIES: Final = {
    "no_family": marked("This family of goods does not exist any more."),
    "family_taken": marked("There is a family {name} already; choose another name."),
    "family_not_empty": marked("{name} still has variants; take them out of the family first."),
    "attribute_needed": marked("Write by what the variants differ: a size, a colour."),
    "too_many_attributes": marked("The variants of a family differ by {limit} things at most."),
    "too_many_combinations": marked("These values make more than {limit} combinations; take some away."),
    "attribute_twice": marked("{name} is there twice; take one away."),
    "attribute_without_values": marked("Write the values of {name}, with commas between them."),
    "value_twice": marked("The value {value} is there twice; take one away."),
    "value_with_semicolon": marked("The value {value} cannot hold a semicolon: it stands between values."),
    "value_in_use": marked("There are goods with the value {value}; it has to stay among those of {name}."),
    "value_needed": marked("A value is missing that tells this variant from the others: {name}."),
    "unknown_value": marked("The family has no value {value} any more."),
    "variant_exists": marked("There is {name} already; choose other values."),
    "variants_alike": marked("Some variants of {name} would not differ any more. Nothing was changed."),
    "variant_name": marked("{name} gets its name from its family; change the name or the values there."),
    "in_a_family": marked("{name} belongs to the family {family}; take it out of there first."),
    "no_variant": marked("This product is in no family any more."),
    "code_range_used_up": marked("The range of own barcodes that begins with {prefix} is used up; choose another one."),
}
_ORDER: Final = {
    "category_code_taken": marked("A category beside this one has that code already; choose another one."),
    "category_cycle": marked("A category cannot stand below itself; choose another place."),
    "category_not_empty": marked("This category still holds goods or categories; move them first."),
    "category_too_deep": marked("The tree of categories would be too deep; choose a place nearer to the root."),
    "no_category": marked("This category does not exist any more."),
    "tax_code_taken": marked("Another tax category has that code; choose another one."),
    "tax_exempt": marked("Goods without tax have no rate; choose another tax category."),
    "rate_out_of_range": marked("A tax rate lies between 0 and 100 percent; correct it."),
    "no_tax_category": marked("This tax category does not exist any more."),
    "no_tax_rate": marked(
        "The tax category of these goods has no rate today. Nothing was sold; set one in the office."
    ),
    "no_future_rate": marked("There is no future rate from that day."),
    "unit_code_taken": marked("Another unit has that code; choose another one."),
    "unit_in_use": marked("Goods are sold in this unit; give them another one first."),
    "no_unit": marked("This unit does not exist any more."),
    "decimals_out_of_range": marked("A quantity has from 0 to 3 decimals."),
}
_STOCK: Final = {
    "stock_has_fractions": marked("The stock of {names} is finer than that; count it and correct it first."),
    "kit_is_stocked": marked(
        "{name} is a kit and has no stock of its own: its parts leave the shelf. Nothing was changed; switch its stock"
        " off."
    ),
    "no_goods_with_code": marked("No goods have the code {code}. Nothing was changed; type a barcode or an SKU."),
    "not_a_part": marked("{name} cannot be part of this kit: a part is other goods with stock. Nothing was changed."),
    "kit_in_kit": marked("{name} is part of another kit, so it cannot be one. Nothing was changed."),
    "marked_part": marked(
        "Each unit of {name} bears a code that is told when it is sold, and the kit {kit} has none. Nothing was"
        " changed; sell the two side by side, or mark the kit too if it bears a code of its own."
    ),
    "no_pledge": marked("{name} is no pledge. Nothing was changed; choose one."),
    "pledge_on_pledge": marked("{name} is a pledge itself and cannot carry one. Nothing was changed."),
    "pledge_in_use": marked("Goods carry the pledge {name}. Nothing was changed; take it off them first."),
    "marked_by_the_piece": marked(
        "Goods of which each unit bears a code are sold by the piece; choose another unit of measure, or take it off."
    ),
    "pledge_by_the_piece": marked("A pledge counts pieces, so {name} must be sold whole; choose another unit."),
    "pieces_out_of_range": marked("Write a number of pieces from 1 to {limit}."),
    "not_stocked": marked("No stock is kept of {name}."),
    "count_out_of_range": marked("{name} cannot be counted like that; write a number from 0 to 1,000,000."),
    "count_decimals": marked("A quantity of {name} has {decimals} decimals at most; correct it."),
    "cost_negative": marked("A cost cannot be below zero; correct it."),
    "reason_too_long": marked("The reason is longer than {limit} characters; shorten it."),
    "no_locations": marked("This shop has no place for goods yet; open the shop first."),
}
_TAGS: Final = {
    "no_label_printer": marked("This label printer is not in use any more; choose another one."),
    "no_tags": marked("No tag was chosen. Write how many tags each of the goods gets."),
    "too_many_tags": marked("{most} tags at once are the most. Nothing was printed; choose fewer."),
    "tag_copies": marked("Write how many tags, {most} at most; 0 for none."),
    "no_tag_job": marked("These tags do not exist; load the page again."),
    "tags_not_asking": marked("Somebody has answered this already; load the page again."),
    "tags_came_out": marked("Between {least} and {most} tags can have come out; count them again."),
    "tags_ended": marked("These tags have ended already."),
    "tag_needs_price": marked("{name} has no price, so there is nothing to print on a tag. Give it one first."),
    "tag_code_unfit": marked(
        "The code {code} of {name} is too long for a DataMatrix on these labels. Nothing was printed; give the goods a"
        " shorter code, use larger labels, or choose bars under Settings, Price tags."
    ),
    "label_size": marked("A label is {width} mm wide and {height} mm high; choose another size."),
    "label_dpi": marked("A label printer has {known} dots per inch."),
}
_SCALES: Final = {
    "pattern_digits": marked("Begin with the digits your scales print before every article, like 21."),
    "pattern_range": marked(
        "Codes of 13 figures of a shop's own begin with 2, 02 or 04. Others belong to makers, whose goods would be"
        " taken for weighed ones; choose other digits."
    ),
    "too_many_patterns": marked("There are {most} patterns already. Remove one first; nothing was added."),
    "pattern_twice": marked("There is a pattern of this length and these digits already: {pattern}. Change that one."),
    "no_pattern": marked("There is no such pattern any more."),
    "unknown_article": marked(
        "No goods have the article {item}. Nothing was added; give the goods this number as a code or SKU."
    ),
    "goods_expired": marked("{name} may be sold until {day} only. Nothing was added; put it aside."),
    "label_of_nothing": marked("The label of {name} says zero. Nothing was added; weigh it again."),
    "not_sold_by_weight": marked(
        "{name} is not sold by the kilogram. Nothing was added; correct its unit, or what the scale prints."
    ),
    "label_needs_price": marked(
        "{name} has no price, so the label's does not say how much it is. Nothing was added; give the goods a price."
    ),
    "label_of_other_currency": marked("The label of {name} is in another currency. Nothing was added."),
}

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {**_TAGS, **_SCALES, **_NAMES, **_CODES, **_GOODS, **_FAMILIES, **_ORDER, **_STOCK}
)
