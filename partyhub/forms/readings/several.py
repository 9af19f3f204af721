"""The error for a text with several readings, each of which a person may take by one press."""


class SeveralReadingsError(ValueError):
    """Error for a text that may be one of several; `readings` are texts with one reading each."""

    def __init__(self, sentence: str, readings: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.readings = readings
