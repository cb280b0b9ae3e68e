"""The process that derives traces for another one: `workers` starts and asks it.

Questions come by standard input and answers go by standard output, both pickled: the two
ends are one program, and nobody else writes there.
"""

from __future__ import annotations

import gc
import pickle
import signal
import sys

from xray_local.store.derive import derive


def main() -> None:
    # Who started it decides when it ends, also when Ctrl-C goes to both.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    gc.freeze()
    gc.disable()  # a question's values make no cycles
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            tasks, loose, named = pickle.load(questions)
        except EOFError:
            return
        answer = derive(tasks, loose, named=named)
        pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    main()
