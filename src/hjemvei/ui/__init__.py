"""Everything pages are made of: components, forms, base pages, formats and static files.

Owns how things look and how a page or a fragment is answered. Must never know a domain word, a model,
or a permission; what the frame shows is given by whoever stands in ``HJEMVEI_CHROME``.
"""
