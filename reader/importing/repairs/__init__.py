"""The rules that mend damaged text, and what they know; ``repair.RULES`` names them."""
