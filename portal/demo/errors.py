class DataError(Exception):
    """A data file says something it must not; the message names the file and the key, in French."""

    def __init__(self, where: str, what: str):
        super().__init__(f"{where} : {what}")
