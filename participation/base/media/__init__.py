"""Pictures and papers: where they are kept and what they are made of."""
