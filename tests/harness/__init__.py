"""What the suite stands on: strict templates, no network, databases with the demonstration, a guarded browser."""
