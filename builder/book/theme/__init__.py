"""The book's own Sphinx theme: templates and style in ``coursewright/``, and what they need to know of a page."""
