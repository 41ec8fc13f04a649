#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-manual.sh SOURCE PAGE…: the manual pages, read by the programs that show them. Prints TAP.

set -u
source=$1
shift
number=0

# check NAME PROGRAM ARGUMENT…: good if the program succeeds and says nothing.
check ()
{
  number=$((number + 1))
  name=$1
  shift
  if ! command -v "$1" > /dev/null; then
    echo "ok $number $name # SKIP $1 is not installed; tools/test installs it"
  elif said=$("$@" 2>&1) && [ -z "$said" ]; then
    echo "ok $number $name"
  else
    echo "not ok $number $name"
    printf '%s\n' "$said" | sed 's/^/# /'
  fi
}

# Where a line of the source is broken is a matter of taste: long ones come out of the tables.
# shellcheck disable=SC2317
read_by_mandoc ()
{
  mandoc -T lint -W style "$1" | grep -v 'STYLE: input text line longer than 80 bytes'
  return 0
}

# shellcheck disable=SC2317
read_by_groff ()
{
  groff -man -ww -z -Tutf8 "$1"
}

# shellcheck disable=SC2317
tells_each_exit_status ()
{
  sed -n 's/^#define RAIL_EXIT_[A-Z_]* *\([0-9]\).*/\1/p' "$source/src/cli/rail-cli.h" | while read -r status; do
    sed -n '/^\.SH EXIT STATUS/,/^\.SH ENV/p' "$1" | grep -qx "\.B $status" || echo "status $status is not told"
  done
}

# shellcheck disable=SC2317
tells_each_command ()
{
  sed -n 's/^  { "\([a-z -]*\)", "[A-Z].*/\1/p' "$source/src/cli/main.c" | while read -r command; do
    grep -qx "\.SS $(printf '%s' "$command" | sed 's/-/\\\\-/g')" "$1" || echo "$command is not told"
  done
}

for page; do
  base=$(basename "$page")
  if command -v mandoc > /dev/null; then
    check "/packaging/manual/$base-is-read-by-mandoc" read_by_mandoc "$page"
  else
    check "/packaging/manual/$base-is-read-by-mandoc" mandoc
  fi
  if command -v groff > /dev/null; then
    check "/packaging/manual/$base-is-read-by-groff" read_by_groff "$page"
  else
    check "/packaging/manual/$base-is-read-by-groff" groff
  fi
  if [ "$base" = certrailctl.1 ]; then
    check "/packaging/manual/$base-tells-each-command" tells_each_command "$page"
    check "/packaging/manual/$base-tells-each-exit-status" tells_each_exit_status "$page"
  fi
done
echo "1..$number"
