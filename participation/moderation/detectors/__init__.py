"""What a text contains that a person should read first: pure functions, linear in the length of the text."""

from participation.moderation.detectors.folding import contains, prepared
from participation.moderation.detectors.links import has_link
from participation.moderation.detectors.personal import masked, pieces
from participation.moderation.detectors.shouting import shouts

__all__ = ["contains", "has_link", "masked", "pieces", "prepared", "shouts"]
