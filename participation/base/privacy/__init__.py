"""Personal data: what is held and why, who may have it, when it goes."""
