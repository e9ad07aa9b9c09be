"""An app of the tests: a kind of news for the workers that they start as processes of their own."""
