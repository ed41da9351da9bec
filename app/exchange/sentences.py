"""The English sentences of error codes of imports and exports: what happened and what to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.core.texts import marked

_FILES: Final = {
    "no_file": marked("Choose a file first."),
    "file_not_writable": marked("The file {file} cannot be written: {problem}."),
    "table_empty": marked("There is no table in this file; choose another one."),
    "table_broken": marked("The file is broken at row {row}; save it again as CSV or XLSX."),
    "table_unreadable": marked("This file cannot be read; save the table again as CSV or XLSX."),
    "table_too_large": marked("This file is larger than {limit_mib} MiB; split it."),
    "table_too_long": marked("This table has more than {limit} rows; split it."),
    "table_too_wide": marked("This table has more than {limit} columns; is the delimiter right?"),
    "table_encoding": marked("The file is not written in {encoding}; choose another code page."),
    "table_heading": marked("The headings of the columns are not in row {row}; choose another row."),
    "table_sheet": marked("There is no sheet {sheet} in this file; choose another one."),
    "table_kind": marked("This is a file of another kind ({kind}); save the table as CSV or XLSX."),
    "table_old_excel": marked("This is a file of an old Excel (.xls); save it there as XLSX."),
}
_MAPPINGS: Final = {
    "mapping_shape": marked('The mapping is not understood; write {{"sku": "Article", "tax": {{"value": "20"}}}}.'),
    "mapping_field": marked("The field {field} does not exist, or cannot be given like that."),
    "mapping_column": marked("The file has no column {column}."),
    "mapping_twice": marked("The column {column} cannot be two fields."),
    "mapping_empty": marked("Say of at least one column what it is."),
    "mapping_needs": marked("No column tells what a row is about; choose the column of it."),
}
_CELLS: Final = {
    "not_a_number": marked("{got} is no number; correct it."),
    "number_ambiguous": marked("{got} may be thousands or decimals; say which sign the file uses for decimals."),
    "number_shortened": marked("A spreadsheet shortened this number to {got}; format the column as text there."),
    "not_a_date": marked("{got} is no date; write it like 2026-03-31."),
    "not_yes_or_no": marked("{got} is neither yes nor no; correct it."),
}
_ROWS: Final = {
    "row_without_key": marked("Nothing in this row tells what it is about; give it a SKU, a barcode or a name."),
    "row_twice": marked("{value} stands in row {first} already; keep one of the two."),
    "several_products": marked("This row fits several products: {names}; give it the SKU of one."),
    "unknown_kind": marked("{got} is no kind of product; write goods, service or pledge."),
    "unknown_pledge": marked("There is no pledge {got}; write the SKU of one, and its own row above this one."),
    "pledges_unclear": marked("{got} says no pledge; write SKU x pieces, with semicolons between."),
    "family_needed": marked("Values belong to a family; choose the column that names it, or leave these columns out."),
    "unknown_attribute": marked("This family has no {name}; its variants differ by {names}."),
    "unknown_tax": marked("There is no tax category {got}; write the name, code or rate of one."),
    "tax_ambiguous": marked("{got} fits several tax categories: {names}; write the name of one."),
    "tax_needed": marked("A new product needs a tax category; choose a column, or one for all rows."),
}
_STOCK: Final = {
    "no_such_product": marked("There is no such product; import the goods first."),
    "no_such_shop": marked("There is no shop {got}; write the name of one."),
    "shop_needed": marked("There are several shops; choose the column that names them, or one for all rows."),
}
_CUSTOMERS: Final = {
    "several_customers": marked("This row fits {count} customers; give it the card or the Regulars ID of one."),
    "customer_twice": marked("This customer stands in row {first} already; keep one of the two."),
    "phones_too_many": marked("A customer has at most {limit} phones; leave the others out."),
    "consent_unclear": marked("Write yes, no, or the day on which the customer agreed."),
    "consent_to_come": marked("This day is still to come; write the day on which the customer agreed."),
}
_PAST_SALES: Final = {
    "no_such_customer": marked("There is no such customer; import the customers first."),
    "past_sale_needs": marked("A row of a sale needs its number, day and amount; {field} is empty."),
    "past_sale_to_come": marked("This day is still to come; write the day of the sale."),
    "past_sale_of_nothing": marked("A quantity of 0 was never sold; correct it, or leave it empty for 1."),
    "past_sale_too_large": marked("This is more money than can be booked; correct it."),
    "past_sale_nameless": marked("Nothing tells what was sold; give the row a name, or a SKU or barcode of the shop."),
    "past_sale_buyers": marked("The rows of sale {number} name different customers; keep one."),
    "past_sale_differs": marked("Sale {number} was imported with other figures; take that import back first."),
}
_RUNS: Final = {
    "no_import": marked("This import does not exist."),
    "no_import_kind": marked("There is no table of {kind}."),
    "no_import_to_undo": marked("There is no import that could be taken back."),
    "export_not_dated": marked("The table {table} is as it stands today; leave --from and --to out."),
    "period_backwards": marked("The last day is before the first; change one of the two."),
    "import_busy": marked("The import of {file} has gone on meanwhile; look at it again."),
    "import_file_gone": marked("The file {file} is not kept any more; choose it again."),
    "import_stopped": marked("The import was stopped; nothing of it is left."),
    "import_failed": marked("The import failed midway and was taken back; the log of the program says more."),
}

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {**_FILES, **_MAPPINGS, **_CELLS, **_ROWS, **_STOCK, **_CUSTOMERS, **_PAST_SALES, **_RUNS}
)
KEPT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "used_since": marked("It was used since. What was new is no longer sold; the rest stays."),
        "customer_used_since": marked("Somebody worked with this customer since; what is in use stays."),
        "changed_since": marked("Somebody changed it since; that stays."),
    }
)
"""Why an undo could not take a change back whole."""
