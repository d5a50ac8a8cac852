"""Read what pip-audit found: a known hole fails, and what could not be looked up is said.

    python .ci/audit.py FILE

FILE is what `pip-audit --format json` wrote, or is not there where it could write nothing. A
database of holes that cannot be reached is no fault of ours, so it fails nothing.
"""

import json
import sys
from pathlib import Path


def main(file: Path) -> int:
    """Print what was found; return 1 where a pinned package has a known hole."""
    try:
        packages = json.loads(file.read_text())["dependencies"]
    except (OSError, ValueError, KeyError, TypeError):
        print("NOT AUDITED: pip-audit gave no answer that can be read.")
        return 0
    skipped = [one for one in packages if "skip_reason" in one]
    if skipped:
        print(f"NOT AUDITED: {len(skipped)} of {len(packages)}: {skipped[0]['skip_reason']}")
    holes = [(one, hole) for one in packages for hole in one.get("vulns", [])]
    for package, hole in holes:
        mended = ", ".join(hole["fix_versions"]) or "no version"
        print(f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}")
    print(f"Audited {len(packages) - len(skipped)} packages: {len(holes)} known holes.")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
