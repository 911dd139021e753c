"""The search sidebar, and what carries its requests to the library."""
