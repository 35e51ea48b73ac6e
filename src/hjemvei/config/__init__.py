"""Settings, root URL table and the WSGI entry: the only package that knows every app."""
