#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-flatpak.sh SOURCE: the manifest, as far as it can be judged without the runtime. Prints TAP.

set -u
cd "$1/flatpak" || exit 1
manifest=org.certrail.Certrail.yml
number=0
read_manifest=$(mktemp) || exit 1
trap 'rm -f "$read_manifest"' EXIT

# check NAME PROGRAM FUNCTION: good if the function says nothing.
check ()
{
  number=$((number + 1))
  if ! command -v "$2" > /dev/null; then
    echo "ok $number /packaging/flatpak/$1 # SKIP $2 is not installed; tools/test installs it"
    return
  fi
  said=$($3 2>&1)
  if [ -z "$said" ]; then
    echo "ok $number /packaging/flatpak/$1"
  else
    echo "not ok $number /packaging/flatpak/$1"
    printf '%s\n' "$said" | sed 's/^/# /'
  fi
}

# shellcheck disable=SC2317
is_clean_yaml ()
{
  yamllint -f parsable -d '{extends: default, rules: {line-length: {max: 120}}}' $manifest
}

# shellcheck disable=SC2317
is_read ()
{
  flatpak-builder --show-manifest $manifest > "$read_manifest" 2> "$read_manifest.said" || cat "$read_manifest.said"
  rm -f "$read_manifest.said"
}

# shellcheck disable=SC2317
pins_its_sources ()
{
  python3 - "$read_manifest" << 'END'
import json, re, sys
for module in json.load(open(sys.argv[1]))['modules']:
    for source in module['sources']:
        if source['type'] == 'git' and source.get('tag') and re.fullmatch('[0-9a-f]{40}', source.get('commit', '')):
            continue
        if source['type'] == 'archive' and re.fullmatch('[0-9a-f]{64}', source.get('sha256', '')):
            continue
        if source['type'] != 'dir' or source['path'] != '..':
            print(module['name'], 'is not pinned:', source)
END
}

# No files, no network, no bus of others, nothing of the computer but the screen.
# shellcheck disable=SC2317
asks_for_no_more_than_a_window ()
{
  python3 - "$read_manifest" << 'END'
import json, sys
wanted = {'--socket=wayland', '--socket=fallback-x11', '--share=ipc', '--device=dri'}
for argument in sorted(set(json.load(open(sys.argv[1]))['finish-args']) - wanted):
    print(argument)
END
}

check yaml-is-clean yamllint is_clean_yaml
check flatpak-builder-reads-it flatpak-builder is_read
check sources-are-pinned flatpak-builder pins_its_sources
check it-asks-for-no-more-than-a-window flatpak-builder asks_for_no_more_than_a_window
echo "1..$number"
