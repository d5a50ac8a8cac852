"""The desk itself: its name and its words."""

from incident.signing_in.site import SignInSite


class Desk(SignInSite):
    """Django's admin under our name."""

    site_title = "Redactie"
    site_header = "Redactie"
    index_title = "Bijhouden"
    enable_nav_sidebar = False  # five lists; the home page names them, and lists need the width
