"""How a page is cited, in the forms that people and their reference managers take."""
