"""Pages and forms: a form in, a service, a template out. No query and no rule lives here."""
