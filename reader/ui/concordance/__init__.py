"""The window of concordances, and what makes them."""
