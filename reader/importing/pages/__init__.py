"""A newspaper page into its articles, solved for the page as a whole."""
