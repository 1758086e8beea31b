"""Kill ingest, index builds and comparisons at many random moments, with everything else that can fail on a disk.

    python benchmarks/faults.py [--kills N]      N of each kind: ingest, index, comparison (twice half as many)

The same tests run in CI with 8 kills of each kind.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=70)
    options = parser.parse_args()
    begun = time.monotonic()
    command = [sys.executable, "-m", "pytest", "tests/faults", "-rs"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"DELICTI_KILLS": str(options.kills)}, check=False)
    total = 2 * options.kills + 2 * max(1, options.kills // 2)
    print(f"{total} processes killed or let finish at random moments, {time.monotonic() - begun:.0f} s.")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
