"""The whole public site as files, for an archive and for a day on which the site is down."""
