"""The home page and the frame around every page, composed from all features."""
