#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a program with a display and a session bus of its own: run-headless.sh PROGRAM [ARGUMENT]...
# The screen is 1280×800, the smallest that every page has to fit on.
set -eu

for program in Xvfb dbus-run-session; do
  if ! command -v "$program" >/dev/null; then
    echo "1..0 # SKIP $program is not installed; tools/test installs it"
    exit 0
  fi
done

folder=$(mktemp -d)
server=
cleanup ()
{
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# The server chooses a free display itself and says which one when it is ready.
mkfifo "$folder/display"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -noreset 3>"$folder/display" 2>"$folder/log" &
server=$!
read -r number <"$folder/display"

DISPLAY=:$number
GDK_BACKEND=x11
GDK_DEBUG=gl-disable
GSK_RENDERER=cairo
GTK_A11Y=test
GSETTINGS_BACKEND=memory
G_DEBUG=fatal-warnings
NO_AT_BRIDGE=1
GIO_USE_VFS=local
GTK_USE_PORTAL=0
export DISPLAY GDK_BACKEND GDK_DEBUG GSK_RENDERER GTK_A11Y GSETTINGS_BACKEND G_DEBUG NO_AT_BRIDGE GIO_USE_VFS GTK_USE_PORTAL
unset WAYLAND_DISPLAY

dbus-run-session -- "$@"
