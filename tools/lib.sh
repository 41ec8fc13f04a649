# SPDX-License-Identifier: GPL-3.0-or-later
#
# What tools/run and tools/test share. Sourced from the top of the source tree.
# shellcheck shell=sh

say ()
{
  printf '%s\n' "$*" >&2
}

die ()
{
  say "$*"
  exit 1
}

# is_there PACKAGE CHECK: whether this line of tools/packages is met already.
is_there ()
{
  case $2 in
    cmd:*) command -v "${2#cmd:}" > /dev/null ;;
    pc:*)  pkg-config --exists "$(printf '%s\n' "${2#pc:}" | sed 's/>=/ >= /')" 2> /dev/null ;;
    deb)   ! is_debian || dpkg-query -W -f='${db:Status-Status}\n' "$1" 2> /dev/null | grep -qx installed ;;
    *)     die "tools/packages: $1 has no check that is known here: $2" ;;
  esac
}

is_debian ()
{
  command -v apt-get > /dev/null && command -v dpkg-query > /dev/null &&
    grep -Eq '^ID(_LIKE)?="?(.* )?debian' /etc/os-release
}

as_root ()
{
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo > /dev/null; then
    sudo "$@"
  else
    die "This needs root, and there is no sudo. As root, run: $*"
  fi
}

# missing PURPOSE…: prints "PACKAGE GENERAL NAME" for each line of these purposes that is not met.
missing ()
{
  while read -r purpose package check name; do
    case " $* " in
      *" $purpose "*) is_there "$package" "$check" || printf '%s %s\n' "$package" "$name" ;;
    esac
  done < tools/packages | sort -u
}

# need PURPOSE…: installs what is missing, or says what to install. Nothing missing, nothing done.
need ()
{
  lack=$(missing "$@")
  [ -n "$lack" ] || return 0

  if ! is_debian; then
    say "Please install these with your system's package manager, and run this again:"
    printf '%s\n' "$lack" | sed 's/^[^ ]* /  /' >&2
    exit 1
  fi

  packages=$(printf '%s\n' "$lack" | sed 's/ .*//' | tr '\n' ' ')
  say "Installing: $packages"
  as_root apt-get -qq update || say "The package lists could not be renewed; trying with the old ones."
  # Packages stand apart on purpose; their names have no spaces.
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $packages >&2 ||
    die "These packages could not be installed: $packages"
}

# want PURPOSE…: installs what is missing where that can be done here; elsewhere it is done without.
want ()
{
  if is_debian; then
    need "$@"
  fi
}

# build FOLDER OPTION…: configures the folder if it is new or had other options, and builds $targets in it, or all.
build ()
{
  folder=$1
  shift
  if [ ! -f "$folder/build.ninja" ]; then
    meson setup "$folder" "$@" >&2 || exit 1
  elif [ "$(cat "$folder/options" 2> /dev/null)" != "$*" ]; then
    meson configure "$folder" "$@" > /dev/null || exit 1
  fi
  printf '%s\n' "$*" > "$folder/options"
  # Targets stand apart on purpose; their names have no spaces.
  # shellcheck disable=SC2086
  ninja -C "$folder" ${targets:-} >&2 || exit 1
}
