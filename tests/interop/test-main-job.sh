#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-main-job.sh MAIN-JOB CERTRAILCTL: runs it with Node.js where there is one.

if ! command -v node > /dev/null; then
  if [ -n "${CERTRAIL_PEERS_REQUIRED:-}" ]; then
    echo "Bail out! Node.js is not installed"
    exit 1
  fi
  echo "1..0 # SKIP Node.js is not installed; tools/test installs it"
  exit 0
fi
exec node "$@"
