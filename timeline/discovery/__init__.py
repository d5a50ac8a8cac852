"""What machines look for: sitemaps, the catalogue, the links in headers, and what they describe."""
