"""Which clock measures: processor time of this process if CLOCK says so, else the time that passes."""
import os
import time

now = time.process_time if os.environ.get("CLOCK") == "processor" else time.perf_counter
