"""What a receipt is called wherever it is written."""


def receipt_barcode(till_number: int, number: int) -> str:
    """What a receipt's own barcode says: the till and the number, as a till scans it back."""
    return f"R{till_number:02d}-{number:07d}"
