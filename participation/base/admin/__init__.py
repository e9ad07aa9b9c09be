"""What views of the Wagtail admin share, whichever floor they belong to."""
