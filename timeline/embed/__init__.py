"""What other pages show of this one: the picture and the frame of a shared link, and oEmbed."""
