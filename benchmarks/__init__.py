"""Speed, measured and printed; the tests assert none of it."""
