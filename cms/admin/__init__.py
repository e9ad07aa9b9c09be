"""The editors' side: what the Wagtail admin shows beside pages, images and documents."""
