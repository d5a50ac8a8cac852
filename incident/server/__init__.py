"""From a fresh clone to a site that answers: setting up, and serving."""
