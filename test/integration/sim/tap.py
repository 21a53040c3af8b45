# SPDX-License-Identifier: Apache-2.0
"""Runs unittest cases and prints TAP: one line a test, details after what failed."""

import sys
import time
import unittest


class TapResult(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.began = time.monotonic()
        self.bad = False

    def report(self, test, ok):
        name = test.shortDescription() or test.id()
        print(f"{'ok' if ok else 'not ok'} - {name}", flush=True)
        print(f"# {time.monotonic() - self.began:6.2f} s  {name}", file=sys.stderr)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.report(test, True)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        print(f"ok - {test.shortDescription() or test.id()} # SKIP {reason}", flush=True)

    def fail(self, test, error):
        if not self.bad:
            self.report(test, False)
        self.bad = True
        text = self._exc_info_to_string(error, test)
        print("\n".join("    " + line for line in text.rstrip().splitlines()), flush=True)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.fail(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self.fail(test, error)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error:
            self.fail(test, error)


def main(names):
    loader = unittest.TestLoader()
    result = TapResult()
    for name in names:
        suite = loader.loadTestsFromName(name)
        suite.run(result)
    print(f"1..{result.testsRun}")
    return 0 if result.wasSuccessful() and result.testsRun else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
