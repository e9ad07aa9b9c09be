_FROM = 20  # letters: « OK ! » or « HLM et RATP » shouts at nobody


def shouts(text: str) -> bool:
    """Nearly all in capitals."""
    letters = [one for one in text if one.isalpha()]
    return len(letters) >= _FROM and sum(one.isupper() for one in letters) > 0.8 * len(letters)
