"""Whoever stores something about customers tells and erases it."""

from app.schema import metadata
from app.wiring import personal_data


def test_every_table_that_names_a_customer_has_an_answer() -> None:
    parts = personal_data()
    answered = {table for code in parts for table in parts.get(code).tables}
    named = {
        table.name
        for table in metadata.tables.values()
        if any(column.name == "customer_id" or column.name.endswith("_customer_id") for column in table.columns)
    }
    assert named, "no table names a customer: the test looks at the wrong column"
    assert named - answered == set()
    assert answered <= metadata.tables.keys()
