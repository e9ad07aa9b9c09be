"""SVG that the server draws: windows, buildings, charts. Pure functions over numbers and dates."""
