"""The icon of each kind of event."""

from incident.choices import Kind

# SVG path data in a box of 16 by 16, to be filled. Every outline has its own shape, so that no icon
# depends on its colour.
OUTLINES = {
    Kind.MISUSE: (
        "M3.5 1 8 5.5 12.5 1 15 3.5 10.5 8 15 12.5 12.5 15 8 10.5 3.5 15 1 12.5 5.5 8 1 3.5Z"
    ),
    Kind.WARNING: "M8 1 15.5 14.5 .5 14.5Z",
    Kind.MEASURE: "M2 2H14V14H2Z",
    Kind.DECISION: "M8 .5 15.5 8 8 15.5 .5 8Z",
    Kind.PARLIAMENT: "M8 1A7 7 0 0 1 8 15 7 7 0 0 1 8 1Z",
    Kind.INQUIRY: (
        "M8 1A7 7 0 0 1 8 15 7 7 0 0 1 8 1ZM8 4.5A3.5 3.5 0 0 0 8 11.5 3.5 3.5 0 0 0 8 4.5Z"
    ),
    Kind.CONSEQUENCE: "M.5 1.5H15.5L8 15Z",
    Kind.RECOVERY: "M5.5 1H10.5V5.5H15V10.5H10.5V15H5.5V10.5H1V5.5H5.5Z",
}
